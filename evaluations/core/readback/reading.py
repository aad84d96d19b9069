"""Reads people's files into the texts that they would type into the form: a sheet of this program by its layout, any other by its labels.

A file may be typed by hand or written by this program, with rows moved, cells unmerged, any spaces and brackets: then only the edition's
labels count. Blank cells are ignored; computed cells are only compared, not taken over.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from evaluations.core.content.cells import cells, fill
from evaluations.core.content.grown import grown, row_paths
from evaluations.core.form.document import Document, Project
from evaluations.core.form.edition import Edition
from evaluations.core.form.official import Attachment2, Attachment3, Table
from evaluations.core.layouts.grid import drawn_text
from evaluations.core.readback import attachment2, attachment3, by_layout, foot, head
from evaluations.core.readback.found import Computed, Found, Problem
from evaluations.core.readback.joining import joined
from evaluations.core.readback.money import amount
from evaluations.core.readback.own import labels_of, read_own
from evaluations.core.readback.report import ReportReader
from evaluations.core.readback.source import FileTable, Source
from evaluations.core.readback.table import Text, View
from evaluations.core.readback.words import clip, fold, is_dash, stem

_LEAST_LABELS = 3
_TITLE_LIMIT = 60
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,20})?")
_HELD_BY_A_SHEET = 10**14
_YEAR = re.compile(r"(?<!\d)(\d{4})年")


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What was understood of a file.

    `texts`: what somebody would type into each cell, by path, in a document with exactly `rows` rows in each list (by list path);
    `places`: the place of each text in the file; `problems`: what was not understood or is odd; `asked`: the question to be answered
    before a text is taken over; `is_foreign`: it is a workbook without any of the form's tables.
    """

    texts: Mapping[str, str]
    rows: Mapping[str, int]
    places: Mapping[str, str]
    problems: tuple[Problem, ...]
    asked: Mapping[str, str] = field(default_factory=dict)
    is_foreign: bool = False


def read_back(
    edition: Edition, fiscal_year: int, source: Source, *, unit_name: str = "", project: Project | None = None
) -> ReadBack:
    """What `source` says for the evaluation of `fiscal_year`; `unit_name` and `project` are compared with those named in the file."""
    found = Found(edition, fiscal_year, unit_name, project)
    found.is_foreign = not any(isinstance(block, str) or not block.name for block in source.blocks)
    for fault in source.faults:
        found.problem(fault.place, "", fault.message, fault.severity)
    blocks = list(joined(source.blocks, lambda table: _labels(found, _form(found, table))))
    report, before = ReportReader(found, blocks, lambda table: _form(found, table) is not None), list[str]()
    report.read()
    for at, block in enumerate(blocks):
        if isinstance(block, str):
            before.append(block)
        elif at not in report.unfolded:
            _read_table(found, block, before, is_in_chapter=at in report.inside)
            before = []
    return _finished(found)


def _read_table(found: Found, table: FileTable, before: list[str], *, is_in_chapter: bool) -> None:
    form = _form(found, table)
    if form is None:
        _tell_unknown(found, table, is_in_chapter=is_in_chapter)
        return
    found.is_foreign = False
    view = View(table, form.number)
    if not _is_of_this_year(found, form, view, before):
        return
    name = next(name for name, one in found.edition.tables.items() if one is form)
    is_first = not found.has_begun(form.title)
    found.begun(form.title)
    if is_first and by_layout.read(found, view, name, before):
        found.begun(*map(found.words, _sections(form)))
        head.check_unit_above(found, view, before)
        return
    read_own(found, view)
    head.check_unit(found, view, before)
    if isinstance(form, Attachment2):
        attachment2.read_basic_data(found, view, before)
    elif isinstance(form, Attachment3):
        attachment3.read_self_assessment(found, view, before)
    for row in view.rows.values():
        line = "  ".join(cell.text for cell in row)
        if fold(line).startswith(fold(found.edition.foot.preparer)):
            foot.read_foot(found, Text(line, view.place(row[0])))


def _sections(form: Table) -> Sequence[str]:
    """The headings of the form's sections."""
    match form:
        case Attachment2():
            return form.staffing, form.expenditure, form.buildings, form.thrift_measures
        case Attachment3():
            return form.budget, form.objective, form.indicators
    return ()


def not_ours(edition: Edition, year: int) -> str:
    """Why a workbook without any of the form's tables is not accepted, and what would identify one."""
    asked = [
        f"{form.number}要有{''.join(f'“{edition.words(label, year)}”' for label in _telling(edition, form) if label)}等"
        for form in _forms(edition)
    ]
    asked[0] += "行列的名称"
    return (
        f"文件里没有{_numbers(edition)}的内容，没有导入。{'，'.join(asked)}；请下载本单位的表，把内容填进去后再导入。"
    )


def _forms(edition: Edition) -> Sequence[Table]:
    return list(edition.tables.values())


def _numbers(edition: Edition) -> str:
    return "、".join(form.number for form in _forms(edition))


def _telling(edition: Edition, form: Table) -> Sequence[str]:
    """The labels that tell best which form a table is."""
    match form:
        case Attachment2():
            return form.staffing, form.expenditure
        case Attachment3():
            return form.budget, form.indicators
    return form.title, *labels_of(edition, form.name)[-1:]


def _tell_unknown(found: Found, table: FileTable, *, is_in_chapter: bool) -> None:
    """Report a table that is not a form, and what would identify one."""
    if not table.cells:
        return
    where = "正文中的表格" if is_in_chapter else f"“{table.name}”" if table.name else "这张表格"
    otherwise = "各章只导入文字，要写进报告的请改写成文字" if is_in_chapter else "不用处理"
    forms = _forms(found.edition)
    such = "，".join(f"{form.number}如“{found.words(_telling(found.edition, form)[-1])}”" for form in forms)
    which, one_of = ("中的哪一张", "其中一张") if len(forms) > 1 else ("", "这张表")
    message = (
        f"看不出是{_numbers(found.edition)}{which}，整张表都没有导入。是{one_of}的，请把各行各列的名称改成与表样相同（{such}）后再导入；"
        f"是别的表的，{otherwise}。"
    )
    found.problem(where, table.cells[0].text, message)


def _form(found: Found, table: FileTable) -> Table | None:
    """The form that has more of its labels in the table."""
    edition, texts = found.edition, {stem(cell.text) for cell in table.cells}
    forms = ((len(texts & _labels(found, form)), form) for form in _forms(edition))
    count, form = max(forms, key=lambda counted: counted[0])
    return form if count >= _LEAST_LABELS else None


def _labels(found: Found, form: Table | None) -> frozenset[str]:
    """The stems of the labels that identify a form."""
    return frozenset(stem(found.words(label)) for label in _labels_of(found.edition, form)) - {""}


def _labels_of(edition: Edition, form: Table | None) -> Iterable[str]:
    match form:
        case None:
            return ()
        case Attachment2():
            return attachment2.labels(edition)
        case Attachment3():
            return attachment3.labels(edition)
    return labels_of(edition, form.name)


def _is_of_this_year(found: Found, form: Table, view: View, before: list[str]) -> bool:
    """Whether no title above the table names another year; one that does is reported."""
    title = fold(form.title).replace(fold("{year}"), "")
    lines = [Text(line, view.name) for line in [line for line in before if line.strip()][-3:]]
    lines += [view.text(cell) for row in list(view.rows.values())[:4] for cell in row if len(row) == 1]
    for line in lines:
        text = fold(line.text)
        year = _YEAR.search(text)
        is_title = _YEAR.sub("", text) == title.removeprefix("年") or fold(form.file_name) in text
        if (
            year
            and is_title
            and len(text) <= _TITLE_LIMIT
            and not found.is_of_this_year(year[1], line.text, line.place)
        ):
            return False
    return True


def _finished(found: Found) -> ReadBack:
    rows = {path: len(listed) for path, listed in found.lists.items()}
    texts = dict(found.texts)
    for list_path, listed in row_paths(found.edition, rows).items():
        for row_path, row in zip(listed, found.lists.get(list_path, ()), strict=True):
            texts |= {f"{row_path}.{field}": text for field, text in row.items()}
    blank = grown(found.edition, found.year, rows)
    otherwise = {path: text for path, text in texts.items() if text.number or text.held}
    kinds = cells(found.edition, blank) if otherwise else {}
    amounts = {path: text for path, text in otherwise.items() if path in kinds and kinds[path].is_number}
    typed = {path: amount(text) if path in amounts else text.text for path, text in texts.items()}
    filled, errors = fill(found.edition, blank, typed)
    for path, error in errors.items():
        found.problem(texts[path].place, texts[path].text, error, path=path)
    for computed in found.computed:
        _compare(found, computed, filled)
    _tell_rounded(found, [text for text in amounts.values() if text.held])
    found.finish()
    places = {path: text.place for path, text in texts.items()}
    asked = {path: text.asked for path, text in texts.items() if text.asked}
    return ReadBack(typed, rows, places, tuple(found.problems), asked, found.is_foreign)


def _tell_rounded(found: Found, texts: Sequence[Text]) -> None:
    """Report in one message that cells show rounded amounts."""
    if texts:
        first = texts[0]
        more = f"，等 {len(texts)} 格" if len(texts) > 1 else ""
        message = f"表中显示的是 {clip(first.text)}，单元格里存的是 {first.held}{more}：按显示的读取。要用存的数，请把显示的小数位数或格式改好后再导入。"
        found.problem(first.place, first.text, message, "warning")


def _compare(found: Found, computed: Computed, document: Document) -> None:
    """Report a computed cell whose text differs from the computed value."""
    text, expected = computed.text, computed.expected(document)
    if is_dash(text.text) or (expected is not None and _says(amount(text), expected)):
        return
    given = f"应为 {drawn_text(expected)}" if expected is not None else "算不出来"
    found.problem(text.place, text.text, f"{computed.name}由系统计算，按文件中的各部分{given}，这一格不采用。", "info")


def _says(text: str, expected: Decimal | Fraction) -> bool:
    """Whether a text states the number, rounded to the decimals that it shows; a ratio may lack its percent sign."""
    number = fold(text)
    digits = number.removesuffix("%").replace(",", "")
    if not _NUMBER.fullmatch(digits):
        return False
    half = Fraction(1, 2 * 10 ** len(digits.partition(".")[2]))
    wanted = [Fraction(expected)]
    if isinstance(expected, Fraction):
        # A spreadsheet may show it with or without a percent format.
        wanted = [expected * 100] if digits != number else [expected, expected * 100]
    return any(abs(Fraction(digits) - each) <= max(half, abs(each) / _HELD_BY_A_SHEET) for each in wanted)
