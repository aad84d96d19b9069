"""The official tables as HTML."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "evaluations.tables"
    label = "tables"
    verbose_name = "表样"
