"""Reads an edition's TOML file; all its faults are reported at once, in Chinese, with their lines."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evaluations.core.basics.faults import fault_in_words
from evaluations.core.editions.rules import BrokenRule, KeyPath, problems
from evaluations.core.editions.samples import problems_of_samples
from evaluations.core.editions.stated_rules import problems_of_rules
from evaluations.core.editions.stated_scores import problems_of_scores
from evaluations.core.editions.toml_lines import line_of
from evaluations.core.form import formats
from evaluations.core.form.document import CHECK_CODE
from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import LINE_PART
from evaluations.core.form.stated import OWN_CELL, OWN_LIST

SIZE_LIMIT = 1024 * 1024
SHOWN = 30
_BYTE_ORDER_MARK = "\ufeff"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "请用文本编辑器另存为 UTF-8（不带 BOM）后重试。"
_CODES: Mapping[str, str] = {
    CHECK_CODE: "不能作核对的代码：写大写字母、- 和两位数字，例如 XM-01。",
    OWN_LIST: "不能作列表：写 further.表的代码.名称，名称只用小写英文字母、数字和 _，最多 20 个字。",
    LINE_PART: "不能作填报的步骤：写 basic_data、budget、indicators 或 further.表的代码，不填报的一行不写。",
    OWN_CELL: "不能作单元格：写 self_assessment.名称、basic_data.名称、self_assessment.indicators.名称或 further.表的代码.名称（表里一个列表的列再加一节），名称只用小写英文字母、数字和 _。",
}
_CODE = "不能作代码：只用小写英文字母、数字和 _，以字母开头；二级指标写成“一级.二级”，表样的代码用 - 相连。"
_NAMES = ("item", "code", "number", "name", "label")
_POSITION = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_SYNTAX = {
    "Expected '=' after a key": "键名之后应为等号",
    "Invalid initial character for a key part": "键名不对",
    "Invalid value": "等号之后应为带引号的文字、数字、true、false 或列表",
    "Invalid statement": "应为“键名 = 值”或 [表名]",
    "Cannot overwrite a value": "这个键已经写过",
    "Cannot declare": "这个表已经写过",
    "Duplicate inline table key": "这个键已经写过",
    "Unclosed array": "列表缺少右方括号，或两项之间缺少逗号",
    "Unclosed inline table": "缺少右花括号，或两项之间缺少逗号",
    "Expected ']": "表名之后应为右方括号",
    "Unterminated string": "文字缺少结束的引号",
    "Illegal character": "有不允许出现的字符，或者文字缺少结束的引号",
    "Found invalid character": "有不允许出现的字符",
    "Unescaped '\\'": "反斜杠应写成两个",
    "Expected newline or end of document": "一行只能写一项，这一项之后多了内容",
}


class EditionError(ValueError):
    """An edition file can't be used; the text says where and why, one fault per line."""


def decoded(content: bytes) -> str:
    """The text of an edition's file.

    Raises:
        EditionError: the file is too large, not UTF-8, or begins with a byte order mark.
    """
    if len(content) > SIZE_LIMIT:
        raise EditionError(f"文件有 {len(content)} 字节，表样不能超过 {SIZE_LIMIT} 字节。")
    if content.startswith(_UTF16) or b"\0" in content[:4]:
        raise EditionError(f"第 1 行：文件不是 UTF-8 编码（像是 UTF-16）。{_SAVE_AS}")
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise EditionError(f"第 {line} 行：文件不是 UTF-8 编码（可能是 GBK）。{_SAVE_AS}") from fault


def read_edition(text: str) -> Edition:
    """The edition in the TOML `text`, checked against every rule.

    Raises:
        EditionError: `text` is not TOML, does not have an edition's shape, or breaks one of `editions.rules`.
    """
    data = _parsed(text)
    edition, found = judged(data)
    if edition is None or found:
        raise EditionError(_listed(text, data, found))
    return edition


def judged(data: Mapping[str, Any]) -> tuple[Edition | None, Sequence[BrokenRule]]:
    """The edition that an edition's `data` gives, and what is wrong with it; None if the data does not have an edition's shape."""
    edition, found = _shaped(data)
    if edition is None:
        return None, found
    broken = list(problems(edition))
    broken += problems_of_rules(edition) if data.keys() & {"rules", "standard_rules"} else ()
    broken += problems_of_scores(edition) if "scores" in data else ()
    broken += problems_of_samples(edition) if not broken else ()
    return edition, [problem._replace(place=formats.place_in(data, problem.place)) for problem in broken]


def stored_edition(text: str) -> Edition:
    """The edition in a text that has already been loaded: only its shape is checked.

    Raises:
        EditionError: `text` is not TOML, or does not have an edition's shape.
    """
    data = _parsed(text)
    edition, found = _shaped(data)
    if edition is None:
        raise EditionError(_listed(text, data, found))
    return edition


def _parsed(text: str) -> dict[str, Any]:
    if text.startswith(_BYTE_ORDER_MARK):
        raise EditionError(f"第 1 行：文件开头有看不见的字节顺序标记（BOM）。{_SAVE_AS}")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise EditionError(_syntax(text, str(fault))) from fault
    except (ValueError, RecursionError) as fault:  # a number with thousands of digits; thousands of brackets
        lines = text.split("\n")
        longest = max(range(len(lines)), key=lambda number: len(lines[number])) + 1
        raise EditionError(f"第 {longest} 行：不是有效的 TOML 文件：数字太长或括号太多。") from fault


def _syntax(text: str, message: str) -> str:
    position = _POSITION.search(message)
    why = next((words for start, words in _SYNTAX.items() if message.startswith(start)), "写法不对")
    line, column = (position[1], position[2]) if position else (None, None)
    if line is None:
        return f"第 {text.rstrip().count(chr(10)) + 1} 行：不是有效的 TOML 文件，到末尾还没有写完：{why}。"
    return f"第 {line} 行第 {column} 个字符：不是有效的 TOML 文件：{why}。"


def _shaped(data: Mapping[str, Any]) -> tuple[Edition | None, Sequence[BrokenRule]]:
    """The edition, or what its shape lacks."""
    try:
        return Edition.model_validate(formats.edition(data)), ()
    except formats.UnknownFormat as fault:
        return None, [BrokenRule(("format",), str(fault))]
    except ValidationError as invalid:
        faults = invalid.errors(include_url=False)
        return None, [BrokenRule(formats.place_in(data, fault["loc"]), _in_words(fault)) for fault in faults]


def _in_words(details: ErrorDetails) -> str:
    if details["type"] != "string_pattern_mismatch":
        return fault_in_words(details)
    return f"“{str(details['input'])[:40]}”{_CODES.get(details['ctx']['pattern'], _CODE)}"


def _listed(text: str, data: Mapping[str, Any], found: Iterable[BrokenRule]) -> str:
    """The problems in the order of the file; only the first ones if there are many."""
    placed = sorted((line_of(text, problem.place), problem) for problem in found)
    lines = [f"第 {line} 行 {'.'.join(_named(data, problem.place))}：{problem.message}" for line, problem in placed]
    more = [f"另有 {len(lines) - SHOWN} 处。"] if len(lines) > SHOWN else []
    return "\n".join(lines[:SHOWN] + more)


def _named(data: Any, place: KeyPath) -> Iterator[str]:
    """The keys down to `place`; list items are named by their code or name."""
    for key in place:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            data = None
        names = (data.get(name) for name in _NAMES) if isinstance(key, int) and isinstance(data, dict) else ()
        own = next((name for name in names if isinstance(name, str | int)), None)
        yield str(own if own is not None else key + 1 if isinstance(key, int) else key)
