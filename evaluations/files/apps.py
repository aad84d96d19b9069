"""Grids as files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "evaluations.files"
    label = "files"
    verbose_name = "文件"
