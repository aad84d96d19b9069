"""The demonstration: invented units, people and evaluations; the gallery of components."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "evaluations.demo"
    label = "demo"
    verbose_name = "演示"
