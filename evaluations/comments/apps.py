"""Comments on cells: opened, answered, closed."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "evaluations.comments"
    label = "comments"
    verbose_name = "批注"
