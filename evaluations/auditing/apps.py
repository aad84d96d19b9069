"""The auditor's app: the log as a page, its verification, and the daily maintenance."""

from django.apps import AppConfig


class AuditingConfig(AppConfig):
    name = "evaluations.auditing"
    label = "auditing"
    verbose_name = "审计"
