"""The app with the command that sets up an empty database."""

from django.apps import AppConfig


class FoundingConfig(AppConfig):
    name = "evaluations.founding"
    label = "founding"
    verbose_name = "初始设置"
