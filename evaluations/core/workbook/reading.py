"""The sheets of a workbook as an edition, or all that is wrong with them, by sheet and cell."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from evaluations.core.basics.alike import most_like
from evaluations.core.editions.file import judged
from evaluations.core.editions.writing import STANDARD
from evaluations.core.form import formats
from evaluations.core.form.document import FURTHER
from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import Page
from evaluations.core.readback.source import FileFault, FileTable, Source
from evaluations.core.workbook import lists, settings
from evaluations.core.workbook.draft import At, Draft, Mistake, told
from evaluations.core.workbook.kinds import is_it, plain
from evaluations.core.workbook.messages import in_words
from evaluations.core.workbook.settings import TABLES, further_table, sheet_of
from evaluations.core.workbook.severities import SEVERITIES_AT, SEVERITY, restated
from evaluations.core.workbook.sheets import COLUMNS_SHEET, FURTHER_TABLES, LISTS, ROW_LISTS
from evaluations.core.workbook.table_reading import read_table
from evaluations.core.workbook.writing import FORM, GUIDE, WORDS

type Reader = Callable[[Draft, FileTable], None]

_OPTIONAL = (GUIDE, *TABLES.values(), FURTHER_TABLES.name, ROW_LISTS.name)
_PLACE = re.compile(r"(.*?)(?: ([A-Z]{1,3})([1-9][0-9]{0,6}))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says: the `edition`, if there are no `mistakes`, with its `data`, of which `editions.writing.text_of` makes the text."""

    edition: Edition | None
    data: Mapping[str, Any]
    mistakes: Sequence[Mistake]


def read(source: Source) -> Reading:
    """The edition in a workbook's sheets, or every mistake of this pass, first causes first: sheets, columns, cells; then what the edition lacks;
    then, if it has the shape of one, the rules that it breaks."""
    draft = Draft()
    for fault in source.faults:
        draft.wrong(_at(fault), fault.message)
    tables = _sheets(draft, [block for block in source.blocks if isinstance(block, FileTable)])
    for name, reader in _readers(tables).items():
        if name in tables:
            reader(draft, tables[name])
    data = _completed(draft, tables)
    _fit(draft, tables, data)
    edition, problems = judged(data)
    is_readable = not draft.mistakes
    if edition is None or is_readable:
        for place, message in problems:
            at = draft.at(formats.place_in(draft.data, tuple(place)))
            if at.sheet not in draft.broken and (is_readable or not draft.has(at)):
                draft.wrong(at, in_words(place, message, has_cell=bool(at.name)))
    return Reading(None if draft.mistakes else edition, data, told(draft.mistakes))


def _readers(names: Collection[str]) -> Mapping[str, Reader]:
    """How each sheet is read, in the order of the workbook; which further tables there are, the `names` of the workbook's sheets say."""
    headings = (settings.NAME, settings.CONTENT, settings.REMARK)
    codes = (settings.CODE_OF_WORDS, settings.CONTENT, settings.USE)
    former = {} if COLUMNS_SHEET.name in names else settings.FORMER_WORDS
    forms: dict[str, Reader] = {
        FORM: partial(lists.read_settings, headings=headings, lines=settings.FORM),
        WORDS: partial(lists.read_settings, headings=codes, lines={**settings.WORDS, **former}),
    }
    sheets = {**TABLES, **{table: name for name in names if (table := further_table(name))}}
    tables: dict[str, Reader] = {sheet: partial(read_table, table=table) for table, sheet in sheets.items()}
    rows: dict[str, Reader] = {sheet.name: partial(lists.read_list, sheet=sheet) for sheet in LISTS}
    return {**forms, **tables, **rows}


def _at(fault: FileFault) -> At:
    found = _PLACE.fullmatch(fault.place)
    if found is None or found[2] is None:
        return At(fault.place)
    column = 0
    for letter in found[2]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return At(found[1], int(found[3]) - 1, column - 1)


def _sheets(draft: Draft, tables: Iterable[FileTable]) -> Mapping[str, FileTable]:
    """The sheets by the names that they should have; unknown, repeated and missing ones are noted."""
    known = {plain(name): name for name in (*_OPTIONAL, FORM, WORDS, *(sheet.name for sheet in LISTS))}
    found: dict[str, FileTable] = {}
    unknown: list[FileTable] = []
    for table in tables:
        further = further_table(plain(table.name))
        name = sheet_of(further) if further else known.get(plain(table.name))
        if name is None:
            unknown.append(table)
        elif name in found:
            draft.wrong(At(table.name), f"“{name}”这张工作表有两张，只能有一张，请删除多余的。")
        else:
            found[name] = table
    _misspelt(draft, unknown, known.values(), found)
    optional = (*_OPTIONAL, *([COLUMNS_SHEET.name] if _is_former(found) else []))
    for name in known.values():
        if name not in found and name not in optional:
            draft.broken.add(name)
            draft.wrong(At(""), f"缺少工作表“{name}”。请从系统下载的表样中复制过来；没有内容的，列名以下空着即可。")
    return found


def _is_former(tables: Mapping[str, FileTable]) -> bool:
    """Whether the workbook was made when the columns of 基础数据表 were named in 文字."""
    words = tables[WORDS].cells if WORDS in tables else ()
    return any(plain(cell.text) in settings.FORMER_WORDS for cell in words)


def _misspelt(draft: Draft, unknown: Iterable[FileTable], known: Iterable[str], found: dict[str, FileTable]) -> None:
    for table in unknown:
        missing = [name for name in known if name not in found]
        meant = most_like(plain(table.name), missing)
        if meant:
            found[meant] = table
        twice = next((name for name in known if plain(table.name).startswith(name)), "")
        if meant:
            otherwise = f"{is_it(plain(table.name), missing)}请改正名称。"
        else:
            otherwise = f"。“{twice}”只能有一张，请删除多余的。" if twice else "。请删除，或改正名称。"
        draft.wrong(At(table.name), f"不认识工作表“{table.name[:31]}”{otherwise}")


def _completed(draft: Draft, tables: Collection[str]) -> Mapping[str, Any]:
    """The draft's data with what an edition always states, even if there is nothing to state."""
    data = draft.data
    _severities(draft)
    data.setdefault("required", {"cells": []}).setdefault("cells", [])
    for table, sheet in TABLES.items():
        if sheet not in tables:  # its paper alone is no table
            data.get("layouts", {}).pop(table, None)
    _give_pages(data)
    for part, key in (("attachment2", "lines"), ("attachment3", "levels"), ("report", "figures")):
        if part in data:
            data[part].setdefault(key, [])
    return {**(data if COLUMNS_SHEET.name in tables else formats.with_columns(data)), "format": formats.EDITION}


def _severities(draft: Draft) -> None:
    """Turn the program's rules that are taken over with another severity into rules of the edition's own."""
    data, other = draft.data, dict[str, str]()
    for code, severity in data.pop(SEVERITIES_AT, {}).items():
        if code in STANDARD and code not in SEVERITY:
            draft.wrong(draft.places[SEVERITIES_AT, code], f"{code} 的严重程度由程序判断，不能改，请清空。")
        elif code in SEVERITY and severity != SEVERITY[code]:
            other[code] = severity
    if other:
        data["standard_rules"] = [code for code in data["standard_rules"] if code not in other]
        rules = data.setdefault("rules", [])
        for rule in restated(data, other):
            draft.put(("rules", len(rules)), rule, draft.places[SEVERITIES_AT, rule["code"]])


def _give_pages(data: Mapping[str, Any]) -> None:
    """Put the page of each further table, which its row states, into its layout."""
    for table in data.get(FURTHER, ()):
        page = {key: table.pop(key) for key in Page.model_fields if key in table}
        layout = data.get("layouts", {}).get(FURTHER, {}).get(table.get("code"))
        if layout and page:
            layout["page"] = page


def _fit(draft: Draft, tables: Collection[str], data: Mapping[str, Any]) -> None:
    """Note which table is there without its words, or has words without being there."""
    for table, sheet in TABLES.items():
        if sheet in tables and table not in data and WORDS not in draft.broken:
            draft.wrong(At(WORDS), f"有工作表“{sheet}”，这里却没有它的标题等文字，请填写，或删除“{sheet}”。")
        elif sheet not in tables and table in data:
            at = next(at for place, at in draft.places.items() if place[0] == table and at.text.strip())
            draft.wrong(at, f"没有工作表“{sheet}”，这里却有它的内容。请从系统下载的表样中复制回来，或清空它的内容。")
    _fit_further(draft, tables, data)


def _fit_further(draft: Draft, tables: Collection[str], data: Mapping[str, Any]) -> None:
    """Note which further table has only a row, or only a sheet."""
    stated = {f"{FURTHER}.{table.get('code')}": number for number, table in enumerate(data.get(FURTHER, ()))}
    sheets = {table: sheet for sheet in tables if (table := further_table(sheet))}
    for table in (table for table in sheets if table not in stated):
        code = table.removeprefix(f"{FURTHER}.")
        draft.wrong(At(sheets[table]), f"“{FURTHER_TABLES.name}”中没有代码 {code}，请补上一行，或删除这张工作表。")
    for table in (table for table in stated if table not in sheets):
        at = draft.at((FURTHER, stated[table], "code"))
        draft.wrong(at, f"没有工作表“{sheet_of(table)}”，请补上它印发的样子，或删除这一行。")
