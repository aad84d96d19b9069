"""The page at /, which sends each role to its own page."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "evaluations.home"
    label = "home"
    verbose_name = "首页"
