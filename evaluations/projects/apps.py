"""The projects that units spend money on."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "evaluations.projects"
    label = "projects"
    verbose_name = "项目"
