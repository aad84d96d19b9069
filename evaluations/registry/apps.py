"""Keeping the register of regions and units: who may, what follows, what the audit log is told.

It stands above `accounts` and `access`, since a merged unit's people and reviewer are looked after with it.
"""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "evaluations.registry"
    label = "registry"
    verbose_name = "地区与单位登记"
