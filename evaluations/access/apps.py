"""Who reaches what: people in their roles, rights, the assignment of reviewers."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "evaluations.access"
    label = "access"
    verbose_name = "权限"
