"""Fills an empty database with demo data: `demo`, or `demo --units 300` of a whole city. `demo --signins` only prints who can sign in."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError, CommandParser

from evaluations.common.commands import DatabaseCommand
from evaluations.common.refusal import Refused
from evaluations.demo.city.making import MOST_UNITS, MOST_YEARS, make_city
from evaluations.demo.making import make
from evaluations.demo.sign_ins import sign_ins


class Command(DatabaseCommand):
    help = "在空的数据库里建立演示数据，并列出演示账号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--signins", action="store_true", help="只列出演示账号")
        parser.add_argument(
            "--units", type=int, metavar="N", help=f"建立一个有 N 个单位的市（1 至 {MOST_UNITS}），每次都一样"
        )
        parser.add_argument(
            "--years", type=int, default=3, metavar="N", help=f"全市的年度数（1 至 {MOST_YEARS}，默认 3）"
        )

    def handle(self, *, signins: bool, units: int | None = None, years: int = 3, **_: Any) -> None:
        if not signins:
            try:
                with _without_news():
                    make() if units is None else make_city(units, years)
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
