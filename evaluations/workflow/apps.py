"""The transition table, its guards, and the texts about transitions."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "evaluations.workflow"
    label = "workflow"
    verbose_name = "办理"
