"""Lists that are exported to Excel and imported again: units, people, assignments of reviewers."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "evaluations.lists"
    label = "lists"
    verbose_name = "清单"
