"""The transition table, its guards, and the words about a transition."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "evaluations.workflow"
    label = "workflow"
    verbose_name = "办理"
