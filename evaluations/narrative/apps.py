"""The nine chapters."""

from django.apps import AppConfig


class NarrativeConfig(AppConfig):
    name = "evaluations.narrative"
    label = "narrative"
    verbose_name = "自评报告"
