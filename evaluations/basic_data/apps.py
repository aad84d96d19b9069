"""附件2."""

from django.apps import AppConfig


class BasicDataConfig(AppConfig):
    name = "evaluations.basic_data"
    label = "basic_data"
    verbose_name = "基础数据表"
