"""What pages show of an evaluation besides its tables: findings and history."""

from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "evaluations.panels"
    label = "panels"
    verbose_name = "面板"
