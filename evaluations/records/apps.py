"""The app of self-evaluations: whose, which year, in which state, with versions and edit history; it knows no content."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "evaluations.records"
    label = "records"
    verbose_name = "自评记录"
