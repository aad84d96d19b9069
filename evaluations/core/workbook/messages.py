"""What the validators say of an edition's data, in the words of the workbook: headings and sheets instead of keys."""

import re

from evaluations.core.workbook.settings import FORM, TABLES, WORDS
from evaluations.core.workbook.sheets import COLUMNS_SHEET, FIELDS, LINES_SHEET, RULES, SENTENCES, KeyPath
from evaluations.core.workbook.tables import ASIDE

_MISSING = "缺少这一项。"
_LACKS = {
    "categories": "一级指标下面至少要有一个二级指标。",
    "levels": "有自评表的表样，“指标”中至少要有一个一级指标。",
    "columns": "“列”中至少要有一列。",
    "lines": "这张工作表里至少要有一行。",
    "chapters": "有报告的表样，“报告”中至少要有一章。",
    "layouts": "没有印发的表，至少要有一张：基础数据表、自评表。",
    "grades": "“等级”中至少要有两个评价等级。",
    "bands": "“等级”中至少要有两个定性结果。",
}
_SHEETS = (RULES, SENTENCES, COLUMNS_SHEET, LINES_SHEET, FIELDS)
_COLUMNS = [column for sheet in _SHEETS for column in sheet.columns] + [*ASIDE]
_HEADINGS = {column.key: column.heading for column in _COLUMNS} | {"weight": "分值"} | TABLES
_VALUES = {str(value): word for column in _COLUMNS for value, word in column.kind.named.items()}
_SAID = "parts|check|zero|when|relation|formula|each|kind|attachment2|attachment3"
_KEY = re.compile(rf" ?(?<![a-z_.{{“])(?:layouts\.)?({_SAID})(?![a-z_.}}”]) ?")
_SETTINGS = {one.place: name for name, one in {**FORM, **WORDS}.items()}
_IN_BRACKETS = re.compile(r"（(\w{1,40})）")
_EQUALS = re.compile(r'\b(\w{1,40}) = "([\w.]{1,40})"')
_BARE_VALUE = re.compile(r" ?(?<![a-z_.{“])(total|at_least|ratio)(?![a-z_.}”])")
_STEP = re.compile(r"“(basic_data|budget|indicators|further)(?:\.\w{1,20})?”一步")


def in_words(place: KeyPath, message: str, *, has_cell: bool = True) -> str:
    """The `message` about the `place` in the data, as an official with the workbook understands it; `has_cell`: there is a cell for it."""
    if message == _MISSING or message.startswith("至少应有"):
        missing = "这一格是空的，请填写。" if has_cell else f"缺少“{_SETTINGS.get(place, place[-1])}”这一行，请补上。"
        return _LACKS.get(str(place[-1]), missing)
    text = message.replace("[report.adjustment] 的文字", "“文字”中 report.adjustment 的三项").replace(
        "分项 parts", "parts"
    )
    text = _EQUALS.sub(
        lambda found: f"“{_heading(found[1])}”写“{_VALUES.get(found[2].partition('.')[0], found[2])}”", text
    )
    text = _STEP.sub(lambda found: f"“{_VALUES[found[1]]}”一步", text)
    text = _IN_BRACKETS.sub(
        lambda found: f"（“{_heading(found[1])}”一列）" if found[1] in _HEADINGS else found[0], text
    )
    text = _KEY.sub(lambda found: f"“{_heading(found[1])}”", text)
    return _BARE_VALUE.sub(lambda found: f"“{_VALUES[found[1]]}”", text).replace("label:", "文字:")


def _heading(key: str) -> str:
    return _HEADINGS.get(key, key)
