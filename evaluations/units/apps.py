"""Regions and budget units."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "evaluations.units"
    label = "units"
    verbose_name = "预算单位"

    def ready(self) -> None:
        from evaluations.common.relations import keep
        from evaluations.units.relations import RELATIONS

        keep(self, RELATIONS)
