"""Does the daily maintenance; the server starts it by itself."""

import os
from typing import Any

from django.core.management.base import CommandError, CommandParser

from evaluations.auditing.maintenance import Failed, maintain, maintain_once_a_day
from evaluations.common.commands import DatabaseCommand


class Command(DatabaseCommand):
    help = "每日维护：清理过期的会话等，封存并核对各项记录，写锚定文件。服务器每天自动运行一次。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--daily", action="store_true", help="今天已经运行过的，不再运行")

    def handle(self, *, daily: bool, **_: Any) -> None:
        if daily and hasattr(os, "nice"):
            os.nice(10)  # nobody is waiting for it
        try:
            done = maintain_once_a_day() if daily else maintain()
        except Failed as fault:
            raise CommandError(f"维护已完成，但核对发现问题：\n{fault}") from fault
        self.stdout.write("\n".join(done or ()))
