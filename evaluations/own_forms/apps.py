"""A bureau's own forms: made as workbooks, tried, confirmed by a second person."""

from django.apps import AppConfig


class OwnFormsConfig(AppConfig):
    name = "evaluations.own_forms"
    label = "own_forms"
    verbose_name = "表样"
