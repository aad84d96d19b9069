"""Takes over filled-in sheets and Word reports into a draft: `import_sheets FILE… --unit CODE --year YEAR [--kind KIND] [--project NAME] [--dry-run]`."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from accounts.audit import record
from evaluations.common.commands import DatabaseCommand
from evaluations.common.refusal import Refused
from evaluations.core.content.interchange import Faults
from evaluations.core.findings.finding import Severity
from evaluations.core.form.document import Document
from evaluations.core.readback.reading import ReadBack, not_ours, read_back
from evaluations.core.readback.source import Source
from evaluations.core.readback.taking import Proposal
from evaluations.dossier.importing import read_bytes
from evaluations.dossier.naming import add_names, asked_for
from evaluations.dossier.store import edition_of, load
from evaluations.files.reading import SIZE_LIMIT, Unread, read
from evaluations.filling.upload.apply import lines, take_over
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import Conflict
from evaluations.records.states import EDITABLE

_SEVERITIES: dict[Severity, str] = {"error": "未采用", "warning": "请核对", "info": "提示"}


class Command(DatabaseCommand):
    help = "把填好的附件2、附件3（.xlsx）和自评报告（.docx）读入一份填报中或已退回的自评；空白的格不改动已有内容。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="Excel 或 Word 文件")
        add_names(parser)
        parser.add_argument("--dry-run", action="store_true", help="只显示读到的内容，不保存")

    def handle(self, *, files: list[str], dry_run: bool, **names: Any) -> None:
        failed = sum(not self._is_taken_over(name, names, dry_run=dry_run) for name in files)
        if failed:
            raise CommandError(f"{len(files)} 个文件中有 {failed} 个没有全部采用。")

    def _is_taken_over(self, name: str, names: Mapping[str, Any], *, dry_run: bool) -> bool:
        """Show what the file says and save it, unless it is a dry run; return whether all of it was understood."""
        try:
            evaluation = _editable(names)
            source = read(name, read_bytes(Path(name), SIZE_LIMIT))
            document = load(evaluation)
            file = _understood(evaluation, document, source)
            listed = lines(evaluation, document, file)
            self._show(name, listed, file)
            if not dry_run:
                _save(evaluation, file, name)
        except Faults as faults:
            self.stderr.write(f"{name}：{''.join(faults.lines)}")
            return False
        except (Unread, Refused) as refusal:
            self.stderr.write(f"{name}：{refusal}")
            return False
        except Conflict:
            self.stderr.write(f"{name}：读取期间有人保存了这份自评，没有导入，请重新运行。")
            return False
        asked = [line for line in listed if line.asked and not line.is_same]
        changes = sum(not line.is_same and not line.error and not line.asked for line in listed)
        self.stdout.write(f"{name}：" + ("只显示，没有保存。" if dry_run else f"已采用，{changes} 处与原有内容不同。"))
        return not (asked or any(line.error for line in listed)) and all(
            problem.severity != "error" for problem in file.problems
        )

    def _show(self, name: str, listed: Iterable[Proposal], file: ReadBack) -> None:
        """Print what was understood, what was not or is left out, and why."""
        for line in listed:
            sign = "＝" if line.is_same else "×" if line.error else "？" if line.asked else "＋"
            stored = f"（原为“{_short(line.stored)}”）" if line.stored and not line.is_same else ""
            self.stdout.write(f"{sign} {line.place}  {line.name}：{_short(line.found)}{stored}")
            if line.error:
                self.stderr.write(f"{name}：{line.place} 未采用：{line.error}")
            elif line.asked and not line.is_same:
                self.stderr.write(f"{name}：{line.place} 未采用：{line.asked}")
        for problem in file.problems:
            found = f"“{problem.found}”" if problem.found else ""
            self.stderr.write(f"{name}：{_SEVERITIES[problem.severity]} {problem.place}{found}：{problem.message}")


def _editable(names: Mapping[str, Any]) -> SelfEvaluation:
    evaluation = asked_for(names)
    if evaluation.state not in EDITABLE:
        raise Refused(f"这份自评现在是“{evaluation.stage.for_unit}”，不能导入；只能导入填报中或已退回的。")
    return evaluation


def _understood(evaluation: SelfEvaluation, document: Document, source: Source) -> ReadBack:
    edition = edition_of(evaluation)
    file = read_back(edition, document.fiscal_year, source, unit_name=document.unit.name, project=document.project)
    if file.is_foreign:
        raise Refused(not_ours(edition, document.fiscal_year))
    return file


@transaction.atomic
def _save(evaluation: SelfEvaluation, file: ReadBack, name: str) -> None:
    sure = [path for path in file.texts if path not in file.asked]
    take_over(evaluation.pk, file, sure, revision=evaluation.revision, actor=None)
    record("import_sheets", subject=str(evaluation.pk), detail={"file": Path(name).name, "cells": len(sure)})


def _short(text: str, length: int = 40) -> str:
    line = " ".join(text.split())
    return line[:length] + ("…" if len(line) > length else "")
