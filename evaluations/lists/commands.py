"""The base of the commands that import a list: one file, one region, a report on every row, everything or nothing stored."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandError, CommandParser

from evaluations.common.commands import DatabaseCommand
from evaluations.common.refusal import Refused
from evaluations.core.content.interchange import Faults
from evaluations.core.lists.comparison import NO_ANSWER, YES_ANSWER, Answers, ListComparison
from evaluations.core.lists.headings import NotThisList
from evaluations.dossier.importing import read_bytes
from evaluations.files.reading import SIZE_LIMIT, Unread
from evaluations.lists.definition import ListDefinition
from evaluations.lists.importing import Announced, UploadedList, comparison, import_list, read_uploaded
from evaluations.lists.preview import counted
from evaluations.units.finding import region_with_code
from evaluations.units.models import Region

_SIGNS = {"new": "＋", "changed": "±", "same": "＝"}


class ImportListCommand(DatabaseCommand):
    """`import_… FILE --region CODE [--dry-run] [--answer yes|no]` for the list that a subclass names."""

    definition: ClassVar[ListDefinition]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="Excel 文件（.xlsx）")
        parser.add_argument("--region", required=True, metavar="CODE", help="地区代码")
        parser.add_argument("--dry-run", action="store_true", help="只显示会改动什么，不保存")
        parser.add_argument(
            "--answer",
            choices=(YES_ANSWER, NO_ANSWER),
            help="对全部问题（代码是不是丢了开头的 0）的回答：yes 都改，no 都照文件里的",
        )

    def handle(self, *, file: str, region: str, dry_run: bool, answer: str | None, **_: Any) -> None:
        try:
            place = region_with_code(region)
            uploaded = read_uploaded(self.definition, place, Path(file).name, read_bytes(Path(file), SIZE_LIMIT))
            answers = self._answers(place, uploaded, answer)
            compared = comparison(self.definition, place, uploaded.found, answers, None)
            self._show(place, uploaded, compared)
            self._refuse_unready(compared)
            is_stored = compared.is_ready and not dry_run
            if is_stored:
                import_list(self.definition, place, Announced(uploaded, answers, compared.digest), None)
        except Faults as faults:
            raise CommandError(f"{file}：{''.join(faults.lines)}") from faults
        except (Unread, NotThisList, Refused) as refusal:
            raise CommandError(f"{file}：{refusal}") from refusal
        ended = "已导入" if is_stored else "只显示，没有保存" if dry_run else "没有要导入的内容"
        self.stdout.write(f"{file}：{counted(compared)}；{ended}。")

    def _answers(self, region: Region, uploaded: UploadedList, answer: str | None) -> Answers:
        """The same answer to every question."""
        if answer is None:
            return {}
        asked = comparison(self.definition, region, uploaded.found, {}, None).questions
        return {question.key: answer for question in asked}

    def _show(self, region: Region, uploaded: UploadedList, compared: ListComparison) -> None:
        """Print what every row would do, and everything odd, doubtful or refused."""
        shape = self.definition.shape(region)
        for row in compared.rows:
            told = "" if row.outcome == "same" else f"  {'；'.join(row.told(shape))}"
            self.stdout.write(f"{_SIGNS[row.outcome]} 第 {row.number} 行 {shape.named(row.values)}{told}")
        for note in uploaded.found.notes:
            self.stderr.write(f"请核对：{note}")
        for number, heading, found, message in compared.faults:
            self.stderr.write(f"不能导入：第 {number} 行 {heading}{f'“{found}”' if found else ''}：{message}")
        for question in compared.open_questions:
            self.stderr.write(f"待回答：{question.words}")

    def _refuse_unready(self, compared: ListComparison) -> None:
        if compared.faults:
            raise CommandError(f"有 {len(compared.faults)} 处不能导入，一行也没有导入。请在文件里改好后重新运行。")
        if compared.open_questions:
            raise CommandError("有问题没有回答，一行也没有导入。请加 --answer yes 或 --answer no，或在文件里改好。")
