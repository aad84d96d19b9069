"""Writes documents as files, and reads uploaded files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "evaluations.files"
    label = "files"
    verbose_name = "文件"
