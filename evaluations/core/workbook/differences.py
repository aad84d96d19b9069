"""What differs between two editions, in sentences with the words of the workbook: the second pair of eyes reads them before a form is used."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from evaluations.core.basics.values import clip
from evaluations.core.editions.writing import STANDARD
from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import Layout, LayoutLine
from evaluations.core.text.differing import differing
from evaluations.core.workbook.settings import FORM, TABLES, WORDS, Setting, sheet_of, value_at
from evaluations.core.workbook.severities import SEVERITIES_AT, SEVERITY, sheet_data
from evaluations.core.workbook.sheets import (
    COLUMNS_SHEET,
    LISTS,
    SEVERITIES,
    STANDARD_RULES,
    Column,
    ListSheet,
    Row,
    rows,
)
from evaluations.core.workbook.tables import shown
from evaluations.core.workbook.writing import FORM as FORM_SHEET
from evaluations.core.workbook.writing import WORDS as WORDS_SHEET

_SHOWN = 80
_NAMES = ("label", "name", "title", "relation", "text", "template")
_WITH_HISTORY = ("item", "cell")
"""The keys under which documents hold what people typed."""


def differences(old: Edition, new: Edition) -> Sequence[str]:
    """What the `new` edition adds, removes and changes, one sentence each, in the order of the workbook; none if both say the same."""
    before, after = sheet_data(old), sheet_data(new)
    found = [*_settings(FORM_SHEET, FORM, before, after), *_settings(WORDS_SHEET, WORDS, before, after)]
    drawn = (old.layouts.tables, new.layouts.tables)
    for table in dict.fromkeys((*TABLES, *drawn[0], *drawn[1])):
        found += _tables(sheet_of(table), *(tables.get(table) for tables in drawn))
    for sheet in LISTS:
        found += _standard(before, after) if sheet is STANDARD_RULES else _Lists(sheet, before, after).differences()
    return found


def _settings(sheet: str, lines: Mapping[str, Setting], before: Row, after: Row) -> Iterator[str]:
    for name, one in lines.items():
        texts = [_said(one.kind.show, one.usual, value_at(data, one.place)) for data in (before, after)]
        if texts[0] != texts[1]:
            called = f"{name}（{one.remark}）" if sheet == WORDS_SHEET else name
            yield f"“{sheet}”的{called}{_change(*texts)}。"


def _said(show: Any, usual: Any, value: Any) -> str:
    value = usual if value is None else value
    return "" if value is None else show(value)


def _change(before: str, after: str) -> str:
    if not before or not after:
        return f"原来没有，现为“{_short(after)}”" if after else f"已删去，原为“{_short(before)}”"
    old, new = differing(before, after)
    return f"由“{_short(old)}”改为“{_short(new)}”"


def _short(text: str) -> str:
    return clip(text.replace("\n", " "), _SHOWN)


def _tables(name: str, before: Layout | None, after: Layout | None) -> Iterator[str]:
    if before is None or after is None:
        if before is not after:
            yield f"{'删去了' if before else '增加了'}“{name}”。"
        return
    old, new = ([_text(line) for line in layout.lines] for layout in (before, after))
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (f"“{name}”删去一行：{_short(text)}。" for text in old[a:b])
            yield from (f"“{name}”增加一行：{_short(text)}。" for text in new[c:d])
    if old == new and (before.lines, before.widths) != (after.lines, after.widths):
        yield f"“{name}”的版式有改动：列宽、合并、步骤或样式。"


def _text(line: LayoutLine) -> str:
    return " | ".join(shown(cell.text) for cell in line.cells if cell.text)


def _standard(before: Row, after: Row) -> Iterator[str]:
    old, new = _severities(before), _severities(after)
    for code, relation in STANDARD.items():
        if (code in old) != (code in new):
            yield f"“{STANDARD_RULES.name}”{'启用' if code in new else '停用'} {code}（{relation}）。"
        elif old.get(code) != new.get(code):
            yield f"“{STANDARD_RULES.name}”中 {code}（{relation}）的严重程度{_change(old[code], new[code])}。"


def _severities(data: Row) -> Mapping[str, str]:
    """The severity in words of each of the program's rules that the edition takes over; "" of those that have none."""
    usual = {code: SEVERITY.get(code) for code in data.get("standard_rules", ())}
    return {code: SEVERITIES.get(one or "", "") for code, one in {**usual, **data.get(SEVERITIES_AT, {})}.items()}


class _Lists:
    """One sheet of lists in both editions, by the keys of its rows; several rows may have one key."""

    def __init__(self, sheet: ListSheet, before: Row, after: Row) -> None:
        self.sheet = sheet
        self.before, self.after = self._by_key(before), self._by_key(after)

    def _by_key(self, data: Row) -> Mapping[tuple[str, ...], Sequence[Row]]:
        found: dict[tuple[str, ...], list[Row]] = {}
        key: tuple[str, ...] = ()
        for row in rows(self.sheet, data):
            named = tuple(str(row.get(name, "")) for name in self.sheet.key)
            key = named if any(named) else key  # what a row without a name adds belongs to the one above
            found.setdefault(key, []).append(row)
        return found

    def differences(self) -> Iterator[str]:
        removed = {key: rows for key, rows in self.before.items() if key not in self.after}
        added = {key: rows for key, rows in self.after.items() if key not in self.before}
        recoded = {key: self._same_name(rows[0], added) for key, rows in removed.items()}
        for key, lines in removed.items():
            if other := recoded[key]:
                yield f"“{self.sheet.name}”中“{_short(_name(lines[0]))}”的代码由 {key[-1]} 改为 {other[-1]}，往年的数据不再对应。"
            else:
                yield f"“{self.sheet.name}”删去 {self._called(key, lines[0])}。"
        for key, lines in added.items():
            if key not in recoded.values():
                yield f"“{self.sheet.name}”增加 {self._called(key, lines[0])}。"
        both = [key for key in self.before if key in self.after]
        for key in both:
            yield from self._changed(key, self.before[key], self.after[key])
        if both != [key for key in self.after if key in self.before]:
            yield f"“{self.sheet.name}”中各行的顺序有改动。"

    def _same_name(self, row: Row, added: Mapping[tuple[str, ...], Sequence[Row]]) -> tuple[str, ...] | None:
        """The key under which a row with this one's name has been added, where documents are read by it."""
        if self.sheet is not COLUMNS_SHEET and self.sheet.key[-1] not in _WITH_HISTORY:
            return None
        return next((key for key, rows in added.items() if _name(rows[0]) == _name(row)), None)

    def _changed(self, key: tuple[str, ...], before: Sequence[Row], after: Sequence[Row]) -> Iterator[str]:
        called = self._called(key, before[0])
        if len(before) != len(after):
            yield f"“{self.sheet.name}”中 {called} 由 {len(before)} 行改为 {len(after)} 行。"
            return
        for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
            nth = f"第 {number} 行" if len(before) > 1 else ""
            for column in self.sheet.columns:
                texts = [_said(column.kind.show, column.usual, row.get(column.key)) for row in (old, new)]
                if texts[0] != texts[1]:
                    yield f"“{self.sheet.name}”中 {called} {nth}的{column.heading}{_change(*texts)}。"

    def _called(self, key: tuple[str, ...], row: Row) -> str:
        words = {column.key: column for column in self.sheet.columns}
        parts = [_worded(words[name], text) for name, text in zip(self.sheet.key, key, strict=True)]
        name = _name(row)
        return " ".join(parts) + (f"（{clip(name, 40)}）" if name and name not in parts else "")


def _worded(column: Column, text: str) -> str:
    return column.kind.show(text) if column.kind.named else text


def _name(row: Row) -> str:
    return next((str(row[name]) for name in _NAMES if row.get(name)), "")
