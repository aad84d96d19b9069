"""Turns an edition's file into its workbook, and back: `edition_workbook FILE --to FILE`, from .toml to .xlsx or from .xlsx to .toml; needs no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.editions.writing import text_of
from evaluations.files.edition_workbooks import from_workbook, to_workbook
from evaluations.files.reading import Unread
from evaluations.fiscal_years.loading import read_file

_WAYS = {".toml": ".xlsx", ".xlsx": ".toml"}


class Command(BaseCommand):
    help = "把表样文件（TOML）变成 Excel 表样，或把 Excel 表样变成表样文件；有错误时指出工作表和单元格，退出码为 1。"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="表样，.toml 或 .xlsx")
        parser.add_argument("--to", required=True, metavar="FILE", type=Path, help="写到这个文件，.xlsx 或 .toml")

    def handle(self, *, file: Path, to: Path, **_: Any) -> None:
        if _WAYS.get(file.suffix) != to.suffix:
            raise CommandError("应从 .toml 文件写到 .xlsx 文件，或从 .xlsx 文件写到 .toml 文件。")
        try:
            content = self._workbook(file) if to.suffix == ".xlsx" else self._text(file)
            to.write_bytes(content)
        except (EditionError, Unread) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            raise CommandError(f"不能读写“{fault.filename}”（{fault.strerror}）。") from fault
        self.stdout.write(str(to))

    def _workbook(self, file: Path) -> bytes:
        return to_workbook(read_edition(read_file(file)), author="")

    def _text(self, file: Path) -> bytes:
        reading = from_workbook(file.name, file.read_bytes())
        if reading.mistakes:
            self.stderr.writelines(f"{mistake}\n" for mistake in reading.mistakes)
            raise CommandError(f"{file} 有 {len(reading.mistakes)} 处错误，没有写出表样文件。")
        return text_of(reading.data).encode()
