"""Verifies that the audit log, edits, versions and events are as they were written, and writes the anchor."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from evaluations.auditing.verification import verify
from evaluations.common.commands import DatabaseCommand


class Command(DatabaseCommand):
    help = "检查审计记录、修改记录、版本和办理记录是否完整、未被改动；有问题时逐条指出，返回 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new-anchor", action="store_true", help="把现有的锚定文件另存，重新开始一份")

    def handle(self, *, new_anchor: bool, **_: Any) -> None:
        report = verify(new_anchor=new_anchor)
        if report.faults:
            raise CommandError("\n".join(report.lines))
        self.stdout.write("\n".join(report.lines))
