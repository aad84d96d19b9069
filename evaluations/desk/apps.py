"""The bureau's list of submissions, the assignment of reviewers, and extensions."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class DeskConfig(AppConfig):
    name = "evaluations.desk"
    label = "desk"
    verbose_name = "审核"

    def ready(self) -> None:
        from evaluations.desk.keeping import install, release

        pre_migrate.connect(release, sender=self)
        post_migrate.connect(install, sender=self)
