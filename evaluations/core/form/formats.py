"""The formats of frozen data, and the steps that upgrade data in older formats before validation.

Stored texts never change; they are upgraded each time they are read. A new format is needed for any change after which a stored text could not be
read or would mean something else: a key is renamed or removed, a label becomes mandatory, a bound becomes tighter.
Such a change adds a step (which supplies the old wording of a new label) and a golden file: tests/core/form/test_formats.py.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evaluations.core.form.former_layouts import with_layouts
from evaluations.core.form.former_rules import FORMER_RULES, USUAL, columns_of, rules_for
from evaluations.core.form.former_scores import with_scores

type Raw = Mapping[str, Any]
type Place = tuple[str | int, ...]
type Step = Callable[[Raw], Raw]

_DOCUMENT = "self-evaluation/"
_DOCUMENT_FORMAT = re.compile(rf"{_DOCUMENT}([1-9][0-9]{{0,3}})")


class UnknownFormat(ValueError):
    """The data's format is unknown to this program; the text says what was found and what to do."""


def _with_file_names(edition: Raw) -> Raw:
    """From 1 to 2: the edition names each attachment's file; before, the program did."""
    named = {"attachment2": "基础数据表", "attachment3": "自评表"}
    parts = {
        part: {"file_name": name, **edition[part]}
        for part, name in named.items()
        if isinstance(edition.get(part), dict)
    }
    return {**edition, **parts}


def _without_definitions(edition: Raw) -> Raw:
    """From 2 to 3: an edition may say what its cells count; an older one says nothing."""
    return edition


def _with_layouts(edition: Raw) -> Raw:
    """From 3 to 4: the edition states how its attachments are laid out; before, the program did."""
    return with_layouts(edition)


def _with_rules(edition: Raw) -> Raw:
    """From 4 to 5: the edition states its rules; before, the program had them."""
    return {"rules": FORMER_RULES, **edition}


def _with_scores(edition: Raw) -> Raw:
    """From 5 to 6: the edition states its score rules; before, it chose between two for an overrun."""
    return with_scores(edition)


def _with_built_in_relations(edition: Raw) -> Raw:
    """From 6 to 7: an edition names the relations built into the program by which it is judged; before, these three held for each.

    It may also do without 附件3, and say how its pages lie; an older one has it, and its pages stand.
    """
    wanted = edition.get("standard_rules", [])
    return {**edition, "standard_rules": [*wanted, "A3-16", "N-17", "N-19"]} if isinstance(wanted, list) else edition


def with_columns(edition: Raw) -> Raw:
    """From 8 to 9: an edition states the columns of 附件2; before, there were always three, and it stated their labels."""
    part = edition.get("attachment2")
    if not isinstance(part, dict):
        return edition
    labels = {code: {"label": part[code]} if code in part else {} for code, _ in USUAL}
    columns = [{"code": code, **labels[code], "meaning": meaning} for code, meaning in USUAL]
    rest = {key: value for key, value in part.items() if key not in labels}
    return {**edition, "attachment2": {"columns": columns, **rest}}


def place_in(data: Raw, place: Place) -> Place:
    """The place in an edition's `data` as its file has it, of what is at a place in the current format."""
    part = data.get("attachment2")
    match place:
        case ("attachment2", "columns", int(number), *_) if isinstance(part, dict) and "columns" not in part:
            return "attachment2", USUAL[number][0]
    return place


def _without_further_tables(data: Raw) -> Raw:
    """Editions from 7 to 8, documents from 3 to 4: a form may have further tables of its own; an older one has none."""
    return data


EDITION_STEPS: Sequence[Step] = (
    _with_file_names,
    _without_definitions,
    _with_layouts,
    _with_rules,
    _with_scores,
    _with_built_in_relations,
    _without_further_tables,
    with_columns,
)


def _without_own_fields(document: Raw) -> Raw:
    """From 1 to 2: a document may hold its form's own fields; an older one has none."""
    return document


def _without_project(document: Raw) -> Raw:
    """From 2 to 3: a document may be that of a unit's project; an older one is the unit's."""
    return document


def _of_three_columns(document: Raw) -> Raw:
    """From 4 to 5: the rows of 附件2 hold the amounts of whatever columns the edition has; before, of the same three."""
    return document


DOCUMENT_STEPS: Sequence[Step] = (
    _without_own_fields,
    _without_project,
    _without_further_tables,
    _of_three_columns,
)
EDITION = 1 + len(EDITION_STEPS)
"""The current format of editions."""
DOCUMENT = 1 + len(DOCUMENT_STEPS)
"""The current format of documents."""


def edition(data: Raw) -> Raw:
    """The data of an edition's file in the current format, without the format number; a file without `format` is of format 1.

    Raises:
        UnknownFormat: `format` is not a number, or newer than the current one.
    """
    number = data.get("format", 1)
    if type(number) is not int or number < 1:
        raise UnknownFormat("应为不带引号的整数，不能小于 1；不写时是 1。")
    upgraded = _with_standard_rules(through(EDITION_STEPS, data, number, "表样"))
    return {key: value for key, value in upgraded.items() if key != "format"}


def _with_standard_rules(edition: Raw) -> Raw:
    """The edition with those of the program's own rules that it takes over by their codes, behind its own, whose places in the file stay."""
    wanted, own = edition.get("standard_rules"), edition.get("rules", ())
    if not isinstance(wanted, list) or not isinstance(own, list | tuple):
        return edition
    program = rules_for(columns_of(edition))
    return {**edition, "rules": (*own, *(rule for rule in program if rule["code"] in wanted))}


def document(data: Raw) -> Raw:
    """The data of a document in the current format; data that names none of our formats is left as it is.

    Raises:
        UnknownFormat: its format is newer than the current one.
    """
    named = _DOCUMENT_FORMAT.fullmatch(str(data.get("format")))
    if named is None:
        return data
    return {**through(DOCUMENT_STEPS, data, int(named[1]), "自评数据"), "format": f"{_DOCUMENT}{DOCUMENT}"}


def through(steps: Sequence[Step], data: Raw, number: int, what: str) -> Raw:
    """`data` of format `number` after all later steps.

    Raises:
        UnknownFormat: no step leads to `number`; the text calls the data `what`.
    """
    last = 1 + len(steps)
    if number > last:
        raise UnknownFormat(f"这份{what}是第 {number} 版格式，本系统只认识到第 {last} 版，请升级本系统后重试。")
    for step in steps[number - 1 :]:
        data = step(data)
    return data
