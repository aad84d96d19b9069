"""The page at /, which sends each role to its own."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "evaluations.home"
    label = "home"
    verbose_name = "首页"
