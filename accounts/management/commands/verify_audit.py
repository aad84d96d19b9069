"""Proves that the audit log is as it was written: every event follows from the one before."""

from typing import Any

from django.core.management.base import CommandError

from accounts.audit import first_broken
from accounts.commands import DatabaseCommand
from accounts.models import AuditEvent


class Command(DatabaseCommand):
    help = "检查审计记录是否完整、未被改动；有问题时指出第一条，返回 1。"

    def handle(self, *args: Any, **options: Any) -> None:
        broken = first_broken()
        if broken:
            raise CommandError(f"第 {broken.number} 条审计记录有问题：{broken.reason}。")
        self.stdout.write(f"{AuditEvent.objects.count()} 条审计记录完整，未被改动。")
