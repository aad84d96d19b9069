"""Gives people a new activation code, printed once: `activation_code USERNAME…`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.activation import new_codes
from accounts.models import User
from accounts.telling import console_text
from evaluations.common.commands import DatabaseCommand
from evaluations.common.refusal import Refused


class Command(DatabaseCommand):
    help = "给一个或几个人发新的激活码（第一次登录，或忘记密码时用），原来没有用过的激活码作废。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("usernames", nargs="+", metavar="用户名")

    def handle(self, *, usernames: list[str], **_: Any) -> None:
        people = {person.username: person for person in User.objects.filter(username__in=usernames)}
        if missing := [name for name in usernames if name not in people]:
            raise CommandError(f"没有这样的用户名：{'、'.join(missing)}。请核对后再运行。")
        try:
            given = new_codes(people.values(), None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(console_text(given))
