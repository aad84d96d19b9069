"""Checks an edition's file before it is loaded: `check_edition FILE…`; needs no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluations.core.editions.file import EditionError, read_edition
from evaluations.fiscal_years.loading import read_file, relations_off


class Command(BaseCommand):
    help = "检查表样文件（TOML）：指出错误所在的行，列出不起作用的核对。有错误时退出码为 1。"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="表样文件")

    def handle(self, *, files: list[str], **_: Any) -> None:
        failed = [name for name in files if not self.is_good(name)]
        if failed:
            raise CommandError(f"{len(failed)} 个文件有错误，不能载入。")

    def is_good(self, name: str) -> bool:
        """Print what is wrong with the file, or what it switches off; return whether it is an edition."""
        try:
            edition = read_edition(read_file(Path(name)))
        except EditionError as refusal:
            self.stderr.writelines(f"{name} {line}\n" for line in str(refusal).split("\n"))
            return False
        self.stdout.write(f"{name}：没有错误。")
        self.stdout.writelines(f"{line}\n" for line in relations_off(edition))
        return True
