"""附件2 and 附件3."""

from django.apps import AppConfig


class ContentsConfig(AppConfig):
    name = "evaluations.contents"
    label = "contents"
    verbose_name = "填报内容"
