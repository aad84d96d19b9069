"""The rooms that kept 附件2 and 附件3 in tables of their own. Their migrations are left, so that a database that has these tables can be brought up to date."""

from django.apps import AppConfig


class BasicDataConfig(AppConfig):
    name = "evaluations.contents.former.basic_data"
    label = "basic_data"
    verbose_name = "基础数据表（旧）"


class SelfAssessmentConfig(AppConfig):
    name = "evaluations.contents.former.self_assessment"
    label = "self_assessment"
    verbose_name = "自评表（旧）"
