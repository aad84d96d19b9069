"""附件3."""

from django.apps import AppConfig


class SelfAssessmentConfig(AppConfig):
    name = "evaluations.self_assessment"
    label = "self_assessment"
    verbose_name = "自评表"
