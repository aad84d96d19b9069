"""One self-evaluation: its state, revision, versions, history."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "evaluations.records"
    label = "records"
    verbose_name = "自评档案"
