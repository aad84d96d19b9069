"""The bureau's list, its assignment of reviewers, its extensions."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "evaluations.desk"
    label = "desk"
    verbose_name = "审核"
