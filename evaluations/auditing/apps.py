"""The app of the auditor: the log as a page, its proof, and the maintenance of each day."""

from django.apps import AppConfig


class AuditingConfig(AppConfig):
    name = "evaluations.auditing"
    label = "auditing"
    verbose_name = "审计"
