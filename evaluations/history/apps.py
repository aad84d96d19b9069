"""The history of an evaluation: its events, and the start of its review."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "evaluations.history"
    label = "history"
    verbose_name = "办理记录"
