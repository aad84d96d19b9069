"""Self-evaluations as records: unit, year and state, versions and edit history, but not their content."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "evaluations.records"
    label = "records"
    verbose_name = "自评记录"
