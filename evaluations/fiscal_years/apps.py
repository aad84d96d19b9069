"""Editions, years and deadlines."""

from django.apps import AppConfig


class FiscalYearsConfig(AppConfig):
    name = "evaluations.fiscal_years"
    label = "fiscal_years"
    verbose_name = "表样与年度"
