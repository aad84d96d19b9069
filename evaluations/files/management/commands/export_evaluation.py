"""Writes the files of a stored evaluation: `export_evaluation --unit CODE --year YEAR [--kind KIND] [--project NAME] --to DIR [--formats xlsx,docx,pdf,json]`."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.audit import record
from evaluations.common.commands import DatabaseCommand
from evaluations.common.refusal import Refused
from evaluations.dossier.freezing import Papers, standing
from evaluations.dossier.naming import add_names, asked_for
from evaluations.dossier.store import edition_of
from evaluations.files.export import exported
from evaluations.files.formats import GROUPS
from evaluations.records.models import SelfEvaluation


class Command(DatabaseCommand):
    help = "导出一份自评的正式文件；已经提交的，是提交时的内容和名称。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_names(parser)
        parser.add_argument("--to", required=True, metavar="DIR", type=Path, help="保存到这个文件夹，没有时创建")
        parser.add_argument("--formats", default=",".join(GROUPS), help=f"文件格式，用逗号分隔：{'、'.join(GROUPS)}")

    def handle(self, *, to: Path, formats: str, **names: Any) -> None:
        wanted = _formats(formats)
        try:
            evaluation = asked_for(names)
            papers = _papers(evaluation)
            files = list(exported(papers.document, edition_of(evaluation), wanted, author=papers.bureau_name))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        try:
            to.mkdir(parents=True, exist_ok=True)
            for name, content in files:
                _write(to / name, content)
        except (OSError, ValueError) as fault:
            raise CommandError(f"无法写入文件夹“{to}”，请检查路径、权限和剩余空间。") from fault
        record("export", subject=str(evaluation.pk), detail={"unit": names["unit"], "formats": wanted, "by": "command"})
        for name, _content in files:
            self.stdout.write(str(to / name))


def _papers(evaluation: SelfEvaluation) -> Papers:
    papers = standing(evaluation)
    if papers is None:
        raise Refused(f"这份自评是“{evaluation.stage.for_unit}”，却没有定稿的版本，没有导出。请检查数据库是否完整。")
    return papers


def _formats(text: str) -> Sequence[str]:
    wanted = list(dict.fromkeys(code.strip() for code in text.split(",")))
    unknown = [code for code in wanted if code not in GROUPS]
    if unknown:
        raise CommandError(f"没有“{unknown[0][:20]}”这种格式，可以导出：{'、'.join(GROUPS)}。")
    return wanted


def _write(path: Path, content: bytes) -> None:
    """Write a complete file at `path`, or none: it is renamed last."""
    partial = path.with_name(f".{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
