"""Workflow, comments, the bureau's desk."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "evaluations.review"
    label = "review"
    verbose_name = "审核"
