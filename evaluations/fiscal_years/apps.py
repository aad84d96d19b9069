"""Editions and fiscal years; every `migrate` loads the shipped editions into the database."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FiscalYearsConfig(AppConfig):
    name = "evaluations.fiscal_years"
    label = "fiscal_years"
    verbose_name = "年度与表样"

    def ready(self) -> None:
        from evaluations.fiscal_years.loading import load_after_migrate

        post_migrate.connect(load_after_migrate, sender=self)
