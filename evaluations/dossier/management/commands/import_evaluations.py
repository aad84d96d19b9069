"""Imports interchange files into the database: `import_evaluations FILE… [--create-missing] [--replace]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from evaluations.common.commands import DatabaseCommand
from evaluations.core.content.interchange import Faults
from evaluations.dossier.importing import import_document, read_file


class Command(DatabaseCommand):
    help = "导入自评数据文件（JSON）。每个文件要么全部导入，要么一点也不导入。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="数据文件")
        parser.add_argument("--create-missing", action="store_true", help="一并创建缺少的地区、单位和年度")
        parser.add_argument("--replace", action="store_true", help="替换填报中或已退回的自评")

    def handle(self, *, files: list[str], create_missing: bool, replace: bool, **_: Any) -> None:
        failed = 0
        for name in files:
            try:
                content = read_file(Path(name))
                evaluation = import_document(content, create_missing=create_missing, replace=replace)
            except Faults as faults:
                failed += 1
                for line in faults.lines:
                    self.stderr.write(f"{name}：{line}")
            else:
                self.stdout.write(f"{name}：已导入 {evaluation.unit} {evaluation.title}。")
        if failed:
            raise CommandError(f"{len(files)} 个文件中有 {failed} 个没有导入。")
