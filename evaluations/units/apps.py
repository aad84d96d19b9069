"""The app of regions and budget units."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "evaluations.units"
    label = "units"
    verbose_name = "预算单位"
