"""What is gathered while a file is read: texts for cells, rows for lists, the contents of computed cells, and problems."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evaluations.core.content.rows import most
from evaluations.core.findings.finding import Severity
from evaluations.core.form.document import Document, Project
from evaluations.core.form.edition import Edition
from evaluations.core.readback.source import FileCell
from evaluations.core.readback.table import Headings, Text, View
from evaluations.core.readback.words import clip, fold

PROBLEM_LIMIT = 200
_MISSING_SHOWN = 5
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not understood, or is odd: its place in the file, the text there, the reason, and the cell if it is known.

    A text with an `error` is not taken over; one with a `warning` is, but needs a look; an `info` is for information only.
    """

    place: str
    found: str
    message: str
    severity: Severity = "error"
    path: str = ""


class Computed(NamedTuple):
    """The text in a cell that the program computes itself, the cell's name, and how it is computed."""

    text: Text
    name: str
    expected: Callable[[Document], Decimal | Fraction | None]


@dataclass
class Found:
    """What one file says; `lists` holds, by list path, the texts of each row by field."""

    edition: Edition
    year: int
    unit_name: str = ""
    project: Project | None = None
    is_foreign: bool = False
    texts: dict[str, Text] = field(default_factory=dict)
    lists: dict[str, list[Mapping[str, Text]]] = field(default_factory=dict)
    computed: list[Computed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asked_rows: list[tuple[Text, str]] = field(default_factory=list)
    alike: list[tuple[Text, str]] = field(default_factory=list)
    units_told: set[tuple[str, str]] = field(default_factory=set)
    _sections: set[str] = field(default_factory=set)
    _again: dict[str, int] = field(default_factory=dict)
    _astray: dict[tuple[str, int], list[Text]] = field(default_factory=dict)

    def words(self, label: str) -> str:
        """A label of the edition with this year filled in."""
        return self.edition.words(label, self.year)

    def put(self, path: str, text: Text) -> None:
        """Keep the text for the cell at `path`; of two different texts, the first counts."""
        kept = self.texts.setdefault(path, text)
        if kept.text.split() != text.text.split():
            self._again[path] = self._again.get(path, 0) + 1
            if self._again[path] == 1:
                message = f"与 {kept.place} 的“{clip(kept.text)}”不一致，只采用前一处。"
                self.problem(text.place, text.text, message, path=path)

    def add_row(self, list_path: str, row: Mapping[str, Text], place: str) -> int:
        """Keep a row of a list, and return its number in the list; 0 if the list is full."""
        rows = self.lists.setdefault(list_path, [])
        limit = most(self.edition, list_path)
        if len(rows) >= limit:
            self.problem(place, "", f"超过 {limit} 行，这一行没有读取。")
            return 0
        rows.append(row)
        return len(rows)

    def compare(self, name: str, text: Text, expected: Callable[[Document], Decimal | Fraction | None]) -> None:
        """Note that the text in a computed cell has to be compared with the computed value."""
        self.computed.append(Computed(text, name, expected))

    def problem(self, place: str, text: str, message: str, severity: Severity = "error", path: str = "") -> None:
        """Report a problem; beyond the number that anybody would read, only say that there are more."""
        if len(self.problems) < PROBLEM_LIMIT:
            self.problems.append(Problem(place, clip(text), message, severity, path))
        elif len(self.problems) == PROBLEM_LIMIT:
            self.problems.append(Problem(place, "", "问题太多，从这里起不再列出，请先核对这是不是本表。", severity))

    def begins(self, section: str, view: View, row: int) -> bool:
        """Whether the section (a heading of the form) is new; a second one is reported and skipped."""
        if section in self._sections:
            self.problem(view.place_of(row), section, f"“{section}”出现两次，只读取了前一处。")
            return False
        self._sections.add(section)
        return True

    def begun(self, *sections: str) -> None:
        """Note that these sections, or the table of this title, have been read."""
        self._sections.update(sections)

    def has_begun(self, title: str) -> bool:
        """Whether the table of this title has been read, in whatever way."""
        return title in self._sections

    def strangers(self, view: View, headings: Headings) -> None:
        """Report headings that the form does not have; similar headings are read, and reported at the end."""
        for cell in headings.unknown:
            self.problem(view.place(cell), cell.text, "本年度的表样没有这一列，没有读取。")
        self.alike += [(view.text(cell), label) for cell, label in headings.alike]

    def unread(self, section: str, view: View, row: int | None, labels: Iterable[str]) -> None:
        """Report that a section of the form can't be read without headings."""
        place = view.name if row is None else view.place_of(row)
        names = "、".join(f"“{label}”" for label in labels)
        self.problem(place, "", f"“{section}”没有读取：认不出它的列名。请把列名改成与表样相同（{names}）后再导入。")

    def missing(self, view: View, row: int, labels: Sequence[str]) -> None:
        """Report which of the form's rows a section lacks: their contents may stand under another name."""
        if labels:
            names = "、".join(f"“{label}”" for label in labels[:_MISSING_SHOWN])
            more = f"等 {len(labels)} 项" if len(labels) > _MISSING_SHOWN else ""
            message = f"文件中没有表样的{names}{more}：属于它的内容没有读取，或者读到了别的行里，请核对。"
            self.problem(view.place_of(row), "", message, "warning")

    def astray(self, view: View, headings: Headings, row: int) -> None:
        """Keep the cells that stand under no heading, to be reported by column."""
        for cell in view.astray(headings, row):
            self.stray(view, cell)

    def stray(self, view: View, cell: FileCell) -> None:
        """Keep one such cell."""
        self._astray.setdefault((view.name, cell.column), []).append(view.text(cell))

    def finish(self) -> None:
        """Report what is reported once for many cells."""
        for texts in self._astray.values():
            more = f"（这一列共 {len(texts)} 处）" if len(texts) > 1 else ""
            self.problem(
                texts[0].place, texts[0].text, f"这一处上面没有表样的列名，没有读取{more}。请补上列名后再导入。"
            )
        self._tell_alike(self.alike, "与表样的“{}”不完全相同，按它读取，请核对")
        self._tell_alike(
            self.asked_rows,
            "与表样的“{}”相近但不相同，按它读取，没有自动勾选，请核对后勾选；不是这一行的，请在系统里填写",
        )

    def _tell_alike(self, told: Sequence[tuple[Text, str]], message: str) -> None:
        """Report similar labels in one message."""
        if not told:
            return
        first, label = told[0]
        others = "；".join(f"{text.place}“{clip(text.text)}”与“{clip(name)}”" for text, name in told[1:])
        more = f"。同样的还有 {len(told) - 1} 处：{others}" if others else ""
        self.problem(first.place, first.text, f"{message.format(label)}{more}。", "warning")

    def fields(self, view: View, headings: Headings, row: int) -> dict[str, Text]:
        """The text under each heading in a row; a second text under a heading, and any text without one, is reported and skipped."""
        texts: dict[str, Text] = {}
        for field_, cell in view.under(headings, row):
            text = view.text(cell)
            if texts.setdefault(field_, text) is not text:
                self.stray(view, cell)
        self.astray(view, headings, row)
        return texts

    def check_unit(self, name: str, place: str) -> None:
        """Report the name of another unit; on the sheet of a project, of another than carries it out."""
        expected = self.project.implementer if self.project else self.unit_name
        if expected and fold(name) != fold(expected):
            message = f"单位名称与本单位“{expected}”不同，请核对是不是本单位的表。"
            self.problem(place, name, message, "warning")

    def check_project(self, name: str, place: str) -> None:
        """Report the name of another project."""
        if self.project and fold(name) != fold(self.project.name):
            message = f"项目名称与“{self.project.name}”不同，请核对是不是这个项目的表。"
            self.problem(place, name, message, "warning")

    def check_project_field(self, field: str, text: str, place: str) -> None:
        """Report what a project's sheet says of it otherwise than registered: its name, the unit that carries it out, or anything else."""
        expected = getattr(self.project, field, None)
        if field == "name":
            self.check_project(text, place)
        elif field == "implementer":
            self.check_unit(text, place)
        elif expected is not None and fold(text) != fold(expected):
            message = f"与登记的“{expected}”不同，没有读取；这一项在项目清单中修改。"
            self.problem(place, text, message, "warning")

    def is_of_this_year(self, year: str, title: str, place: str) -> bool:
        """Whether a title names no other year than this one; one that does is reported."""
        if year in ("", str(self.year)):
            return True
        message = f"这是 {year} 年度的，本年度是 {self.year} 年度，没有读取。确实是本年度的，请改正标题后再导入。"
        self.problem(place, title, message)
        return False

    def text_expected(self, text: Text, path: str = "") -> None:
        """Report a number where a name or a sentence belongs."""
        if _NUMBER.fullmatch(fold(text.text)):
            self.problem(text.place, text.text, "这里应是文字，填的是数字，请核对是否错行。", "warning", path)
