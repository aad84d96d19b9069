"""The preparer's steps."""

from django.apps import AppConfig


class FillingConfig(AppConfig):
    name = "evaluations.filling"
    label = "filling"
    verbose_name = "填报"
