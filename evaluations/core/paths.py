"""Paths of cells, and the cells' names for people.

A path such as `basic_data.expenditure.earmarked_fund.1.final` identifies a cell of the document, its form input, its comments and its history.
List items are numbered from 1: rows of 附件2 within their line, indicators across the whole table.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluations.core.form.document import FURTHER, Document, held, own_rows
from evaluations.core.form.edition import HOLDERS, INDICATORS, Edition
from evaluations.core.form.stated import RowList

_ORDERING = re.compile(r"^(其中：|\d+、)+")
_INDICATOR_ROW = re.compile(r"self_assessment\.indicators\.(\d+)\.?(\w*)")
_REPORT = "自评报告"
WHOLE = "evaluation"
"""The place of a comment on the whole evaluation, beside the paths of cells."""
_WHOLE_NAME = "整份自评"
BUILDING_FIELDS = ("approved_area", "actual_area", "budget_investment", "actual_investment")
INDICATOR_LABELS = {
    "name": "third_level",
    "target": "target",
    "actual": "actual",
    "weight": "weight",
    "score": "score",
    "deviation_reason": "deviation_reason",
}


def expenditure(item: str, column: str, number: int | None = None) -> str:
    """The path of an amount (or the name) on line `item` of 附件2; `number` is for lines with any number of rows."""
    row = item if number is None else f"{item}.{number}"
    return f"basic_data.expenditure.{row}.{column}"


def building(number: int, field: str) -> str:
    """The path of a field of the building `number`."""
    return f"basic_data.buildings.{number}.{field}"


def indicator(number: int, field: str) -> str:
    """The path of a field of the indicator `number`."""
    return f"self_assessment.indicators.{number}.{field}"


def category(code: str) -> str:
    """The path of a first level or a second-level category as a whole."""
    return f"self_assessment.indicators.{code}"


def funding(group: str, item: str) -> str:
    """The path of a source (`by_revenue`) or a nature (`by_expenditure`)."""
    return f"self_assessment.{group}.{item}"


def figure(code: str) -> str:
    """The path of a figure of the report."""
    return f"report.figures.{code}"


def chapter(number: int) -> str:
    """The path of a chapter of the report."""
    return f"report.chapters.{number}"


def value_at(document: Document, path: str) -> object:
    """The value of the cell at `path`, which the document must have: one outside lists, or of an indicator or building; None if blank."""
    if path.startswith("basic_data.expenditure."):
        _, _, item, column = path.split(".")
        return document.basic_data.amount(item, column)
    if path.startswith(f"{FURTHER}."):
        part, _, name = path.rpartition(".")
        own_list, _, number = part.rpartition(".")
        texts = own_rows(document, own_list)[int(number) - 1].fields if number.isdigit() else held(part)(document)
        return texts.get(name)
    value: Any = document
    for step in path.split("."):
        if isinstance(value, tuple):
            value = value[int(step) - 1]
        else:
            value = value.get(step) if isinstance(value, dict) else _held(value, step)
    return value


def _held(part: Any, name: str) -> Any:
    """What a part holds under a name; of the form's own fields the text."""
    return getattr(part, name) if name in type(part).model_fields else part.fields.get(name)


def plain(label: str) -> str:
    """A line's label without the parts that only order it on the form: 其中： and 1、."""
    return _ORDERING.sub("", label).rstrip("：")


def _number(text: str) -> int:
    """A row's number in a path; 0 if it is not a number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _in_list(edition: Edition, path: str) -> RowList | None:
    """The list of a further table in which the path stands."""
    return next((one for each, one in edition.row_lists.items() if f"{path}.".startswith(f"{each}.")), None)


@dataclass(frozen=True, slots=True)
class Names:
    """People's names for the cells of one document."""

    edition: Edition
    document: Document

    def of(self, path: str) -> str:
        """The name of the cell, row or list at `path` (`附件2 项目支出 2023年决算数`); the path itself if the form has none there."""
        if path == WHOLE:
            return _WHOLE_NAME
        if path.startswith(f"{FURTHER}."):
            return self._further(path) or path
        own = self.edition.own_field(path)
        if own and own.part != INDICATORS:
            return f"{self.sheet(path)} {own.label}"
        head, _, rest = path.partition(".")
        if head == "basic_data":
            name = self._basic_data(rest)
        elif head == "self_assessment":
            name = self._self_assessment(rest)
        elif head == "report":
            name = self._report(rest)
        else:
            name = self._foot(rest or head)
        return name or path

    def _further(self, path: str) -> str:
        """A cell of a further table, a list in it, or a row; "" if the form has none there."""
        own, row_list = self.edition.own_field(path), _in_list(self.edition, path)
        label = own.label if own else ""
        if row_list is None:
            return label and f"{self.sheet(path)} {label}"
        number, _, column = path[len(row_list.path) + 1 :].partition(".")
        is_row = bool(_number(number)) and not column
        said = (self.sheet(path), row_list.label, self._own_row(row_list.path, _number(number)), label)
        return " ".join(filter(None, said)) if own or is_row or not number else ""

    def _own_row(self, row_list: str, number: int) -> str:
        rows = own_rows(self.document, row_list)
        name = rows[number - 1].name if 0 < number <= len(rows) else ""
        return name or (f"第 {number} 行" if number else "")

    def sheet(self, path: str) -> str:
        """The sheet that the cell stands on: an attachment, the report, or the line below both attachments."""
        return self._table(path) or (_REPORT if path.partition(".")[0] == "report" else "填表信息")

    def _table(self, path: str) -> str:
        """The number of the table on which the cell stands; "" if it stands on none."""
        numbers = {HOLDERS.get(name, name): table.number for name, table in self.edition.tables.items()}
        return next((number for part, number in numbers.items() if f"{path}.".startswith(f"{part}.")), "")

    def within_table(self, path: str) -> str:
        """The name of a cell or row where the table is obvious: without the attachment's number and the indicator's own name."""
        row = _INDICATOR_ROW.match(path)
        if row:
            return f"指标 {row[1]} {self._indicator_label(row[2])}".rstrip()
        name = self.of(path)
        return name.removeprefix(f"{self._table(path)} ")

    def _foot(self, field: str) -> str:
        foot = self.edition.foot
        labels = {"name": foot.preparer, "phone": foot.phone, "filing_date": foot.filing_date}
        return labels.get(field, "").rstrip("：")

    def _basic_data(self, rest: str) -> str:
        form = self.edition.attachment2
        head, _, tail = rest.partition(".")
        name = {"staffing": self._staffing, "expenditure": self._expenditure, "buildings": self._building}.get(head)
        inner = name(tail) if name else form.thrift_measures if rest == "thrift_measures" else ""
        return inner and f"{form.number} {inner}"

    def _staffing(self, field: str) -> str:
        form = self.edition.attachment2
        labels = {"authorized_posts": form.authorized_posts, "staff_in_post": form.staff_in_post}
        return self._words(labels.get(field, ""))

    def _expenditure(self, rest: str) -> str:
        item, *others = rest.split(".")
        line = self.edition.line.get(item)
        if line is None:
            return ""
        label = plain(line.label)
        number = _number(others[0]) if others else 0
        if number:
            label = self._row_name(item, number) or f"{label}第 {others[0]} 行"
            del others[0]
        if not others:
            return label
        column = self.column(others[0])
        return column and f"{label} {column}"

    def _row_name(self, item: str, number: int) -> str:
        rows = self.document.basic_data.rows(item)
        return rows[number - 1].name or "" if number <= len(rows) else ""

    def column(self, column: str) -> str:
        """The heading of a column of amounts of 附件2 (`2023年决算数`), or the word for a row's name."""
        if column == "name":
            return "名称"
        known = self.edition.columns.get(column)
        return self._words(known.label) if known else ""

    def _building(self, rest: str) -> str:
        if not rest:
            return "楼堂馆所"
        number, _, field = rest.partition(".")
        if not _number(number) or (field and field not in BUILDING_FIELDS):
            return ""
        label = self._words(getattr(self.edition.attachment2, field)) if field else ""
        return f"楼堂馆所第 {number} 行 {label}".rstrip()

    def _self_assessment(self, rest: str) -> str:
        form = self.edition.attachment3
        head, _, tail = rest.partition(".")
        if head == "indicators":
            inner = self._indicator(tail)
        elif head in self.edition.fundings:
            inner = self._funding(head, tail)
        elif head == "execution_score":
            inner = f"{form.execution_rate}{form.score}"
        else:
            inner = getattr(form, head, "") if head in type(form).model_fields else ""
        return inner and f"{form.number} {inner}"

    def _funding(self, group: str, item: str) -> str:
        funding_ = self.edition.fundings[group]
        if not item:
            return funding_.label.rstrip("：")
        return next((line.name for line in funding_.lines if line.item == item), "")

    def _indicator(self, rest: str) -> str:
        digits, _, field = rest.partition(".")
        number = _number(digits)
        if not number:
            return self._category(rest)
        label = self._indicator_label(field)
        if field and not label:
            return ""
        indicators = self.document.self_assessment.indicators
        name = indicators[number - 1].name if number <= len(indicators) else ""
        return f"指标 {number}{f'“{name}”' if name else ''} {label}".rstrip()

    def _indicator_label(self, field: str) -> str:
        if field == "direction":
            return "指标方向"
        own = self.edition.own[INDICATORS].get(field)
        if own:
            return own.label
        label: str = getattr(self.edition.attachment3, INDICATOR_LABELS[field]) if field in INDICATOR_LABELS else ""
        return label

    def _category(self, code: str) -> str:
        if code in self.edition.categories:
            return self.edition.categories[code].label
        return next((level.label for level in self.edition.attachment3.levels if level.code == code), "")

    def _report(self, rest: str) -> str:
        head, _, tail = rest.partition(".")
        labels: Mapping[str, str] = (
            {figure_.code: figure_.label for figure_ in self.edition.report.figures}
            if head == "figures"
            else {str(chapter_.number): chapter_.title for chapter_ in self.edition.report.chapters}
        )
        inner = labels.get(tail, "")
        return inner and f"{_REPORT} {inner}"

    def _words(self, label: str) -> str:
        return self.edition.words(label, self.document.fiscal_year)
