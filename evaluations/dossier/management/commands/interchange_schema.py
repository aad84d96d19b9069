"""Prints the JSON Schema of the interchange format: `interchange_schema`."""

from typing import Any

from django.core.management.base import BaseCommand

from evaluations.core.content.interchange import schema


class Command(BaseCommand):
    help = "输出数据文件格式的 JSON Schema。"
    requires_system_checks = ()

    def handle(self, **_: Any) -> None:
        self.stdout.write(schema(), ending="")
