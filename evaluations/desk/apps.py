"""The bureau's list of submissions, the assignment of reviewers, and extensions."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "evaluations.desk"
    label = "desk"
    verbose_name = "审核"
