"""Fills an empty database with demo data: `demo`; `demo --signins` only prints who can sign in."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError, CommandParser

from evaluations.common.commands import DatabaseCommand
from evaluations.common.refusal import Refused
from evaluations.demo.making import make, sign_ins


class Command(DatabaseCommand):
    help = "在空的数据库里建立演示数据，并列出演示账号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--signins", action="store_true", help="只列出演示账号")

    def handle(self, *, signins: bool, **_: Any) -> None:
        if not signins:
            try:
                with _without_news():
                    make()
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
        self.stdout.write(sign_ins(), ending="")


@contextmanager
def _without_news() -> Iterator[None]:
    """Dozens of transitions, none of them worth a line in the log."""
    log = logging.getLogger("evaluations")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(level)
