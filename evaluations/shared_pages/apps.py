"""The pages of one evaluation that its unit and the bureau share: document, files, comments, transitions."""

from django.apps import AppConfig


class SharedPagesConfig(AppConfig):
    name = "evaluations.shared_pages"
    label = "shared_pages"
    verbose_name = "自评页面"
