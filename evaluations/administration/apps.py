"""The pages for managing years, units and people."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "evaluations.administration"
    label = "administration"
    verbose_name = "管理"
