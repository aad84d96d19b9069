"""The formats of frozen data, and the steps that bring what was frozen in an older one to today's before it is validated.

Stored texts stay byte for byte; they are upgraded each time they are read. A format is any change of shape after which a stored text could not be
read or would say something else: a key that is renamed or removed, a label that becomes mandatory, a bound that becomes tighter.
Such a change adds a step (which supplies the old wording of a new label), and with it a golden file: tests/core/form/test_formats.py.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

type Raw = Mapping[str, Any]
type Step = Callable[[Raw], Raw]

_DOCUMENT = "self-evaluation/"
_DOCUMENT_FORMAT = re.compile(rf"{_DOCUMENT}([1-9][0-9]{{0,3}})")


class UnknownFormat(ValueError):
    """The data is of no format that this program knows; the text says what was found and what to do."""


def _with_file_names(edition: Raw) -> Raw:
    """From 1 to 2: each attachment names its file; before, the program did."""
    named = {"attachment2": "基础数据表", "attachment3": "自评表"}
    parts = {
        part: {"file_name": name, **edition[part]}
        for part, name in named.items()
        if isinstance(edition.get(part), dict)
    }
    return {**edition, **parts}


EDITION_STEPS: Sequence[Step] = (_with_file_names,)
DOCUMENT_STEPS: Sequence[Step] = ()
EDITION = 1 + len(EDITION_STEPS)
"""Today's format of an edition."""
DOCUMENT = 1 + len(DOCUMENT_STEPS)
"""Today's format of a document."""


def edition(data: Raw) -> Raw:
    """The data of an edition's file in today's format, without its number; a file that does not say `format` is of format 1.

    Raises:
        UnknownFormat: the number is none, or newer than today's.
    """
    number = data.get("format", 1)
    if type(number) is not int or number < 1:
        raise UnknownFormat("应为不带引号的整数，不能小于 1；不写时是 1。")
    upgraded = through(EDITION_STEPS, data, number, "表样")
    return {key: value for key, value in upgraded.items() if key != "format"}


def document(data: Raw) -> Raw:
    """The data of a document in today's format; data that does not name one of ours is left as it is.

    Raises:
        UnknownFormat: it is newer than today's.
    """
    named = _DOCUMENT_FORMAT.fullmatch(str(data.get("format")))
    if named is None:
        return data
    return {**through(DOCUMENT_STEPS, data, int(named[1]), "自评数据"), "format": f"{_DOCUMENT}{DOCUMENT}"}


def through(steps: Sequence[Step], data: Raw, number: int, what: str) -> Raw:
    """`data` of format `number` after the steps that lead from there to the last.

    Raises:
        UnknownFormat: no step leads to `number`; `what` is what it is called.
    """
    last = 1 + len(steps)
    if number > last:
        raise UnknownFormat(f"这份{what}是第 {number} 版格式，本系统只认识到第 {last} 版，请升级本系统后重试。")
    for step in steps[number - 1 :]:
        data = step(data)
    return data
