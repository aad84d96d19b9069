"""The interchange format: a document as JSON. Reading names the place of every fault; equal documents are written identically.

The place of a fault is its JSON path in the file, with items numbered from 0: `$.basic_data.expenditure[2].final`.
"""

import json
import re
from collections.abc import Iterable, Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evaluations.core.basics.faults import fault_in_words
from evaluations.core.basics.values import Unreadable
from evaluations.core.content.cells import in_form_order, own_kind
from evaluations.core.form.document import (
    FROZEN,
    FURTHER,
    BasicData,
    Document,
    ExpenditureRow,
    SelfAssessment,
    held,
    own_rows,
)
from evaluations.core.form.edition import BLOCKS, HOLDERS, INDICATORS, Edition
from evaluations.core.form.stated import OwnField

SIZE_LIMIT = 10 * 1024 * 1024
SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Faults(ValueError):
    """A file can't be imported; `lines` names each fault and its place."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def new_document(content: bytes) -> Document:
    """The document in a file, in the file's order, not yet compared with its edition.

    Raises:
        Faults: the file is too large, not JSON, or does not have the format's shape.
    """
    if len(content) > SIZE_LIMIT:
        raise Faults([f"$：文件有 {len(content)} 字节，不能超过 {SIZE_LIMIT} 字节。"])
    try:
        return Document.model_validate_json(content)
    except ValidationError as invalid:
        raise Faults(_fault(details) for details in invalid.errors(include_url=False)) from invalid


def stored_document(text: str) -> Document:
    """The document that `dump` wrote as `text`, unchanged."""
    return Document.model_validate_json(text, context=FROZEN)


def _fault(details: ErrorDetails) -> str:
    place = "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in details["loc"])
    if details["type"] != "json_invalid":
        return f"{place}：{fault_in_words(details)}"
    position = re.search(r"line (\d+) column (\d+)", details["ctx"]["error"])
    near = f"，错在第 {position[1]} 行第 {position[2]} 列附近。" if position else "。"
    return f"{place}：不是有效的 JSON 文件{near}"


def for_edition(edition: Edition, document: Document) -> Document:
    """`document` in form order, with every source, figure and chapter of `edition` present.

    Raises:
        Faults: a line, category, source, figure or chapter is not in the edition, a line occurs twice, or the form asks for no such amount.
    """
    faults = list(_foreign(edition, document))
    if faults:
        raise Faults(faults)
    return in_form_order(edition, document)


def _foreign(edition: Edition, document: Document) -> Iterator[str]:
    yield from _of_other_form(edition, document)
    yield from _foreign_lines(edition, document.basic_data)
    for number, indicator in enumerate(document.self_assessment.indicators):
        if indicator.category not in edition.categories:
            yield f"$.self_assessment.indicators[{number}].category：表样没有“{indicator.category}”这一类指标。"
    yield from _foreign_fields(edition, document)
    for group, funding in edition.fundings.items():
        known = {line.item for line in funding.lines}
        yield from _unknown(f"$.self_assessment.{group}", getattr(document.self_assessment, group), known)
    yield from _unknown("$.report.figures", document.report.figures, {figure.code for figure in edition.report.figures})
    yield from _unknown(
        "$.report.chapters", document.report.chapters, {str(chapter.number) for chapter in edition.report.chapters}
    )
    yield from _explained_twice(document)


def _of_other_form(edition: Edition, document: Document) -> Iterator[str]:
    """Another edition's code, another subject, parts that this form has not."""
    if document.edition != edition.code:
        yield f"$.edition：填的是“{document.edition}”，应为“{edition.code}”。"
    if (edition.subject == "project") != (document.project is not None):
        yield f"$.project：这是{'项目的表样，缺少项目' if document.project is None else '整个单位的表样，不写项目'}。"
    for block in (block for block in BLOCKS if block in edition.absent):
        name = block.rpartition(".")[2]
        if getattr(document.basic_data, name) != BasicData.model_fields[name].default:
            yield f"$.{block}：表样没有这一项。"
    if document.self_assessment != SelfAssessment() and not edition.has_scores:
        yield "$.self_assessment：表样没有这一项。"
    for code, table in document.further.items():
        known = {each.name: each for each in edition.lists if each.table == f"{FURTHER}.{code}"}
        yield from _unknown(f"$.{FURTHER}.{code}.rows", table.rows, set(known))
        for name, rows in table.rows.items():
            if name in known and len(rows) > known[name].most:
                yield f"$.{FURTHER}.{code}.rows.{name}：有 {len(rows)} 行，最多 {known[name].most} 行。"
    yield from _unknown(f"$.{FURTHER}", document.further, {table.code for table in edition.further})


def _foreign_lines(edition: Edition, basic_data: BasicData) -> Iterator[str]:
    seen: set[str] = set()
    for number, row in enumerate(basic_data.expenditure):
        place = f"$.basic_data.expenditure[{number}]"
        yield from _foreign_row(edition, row, place)
        if row.item in seen and edition.line[row.item].kind != "rows":
            yield f"{place}.item：“{row.item}”重复，每个表样行只能出现一次。"
        seen.add(row.item)


def _foreign_fields(edition: Edition, document: Document) -> Iterator[str]:
    """What is wrong with the form's own fields: one that it has not, or a text that is not written as the program writes it."""
    places = {place: held(place)(document) for place in (*HOLDERS.values(), *edition.further_tables)}
    places |= {f"{INDICATORS}[{number}]": row.fields for number, row in enumerate(document.self_assessment.indicators)}
    for each in edition.lists:
        rows = enumerate(own_rows(document, each.path))
        places |= {f"{each.table}.rows.{each.name}[{number}]": row.fields for number, row in rows}
    for place, fields in places.items():
        own = edition.own[place.partition("[")[0].replace(".rows.", ".")]
        here = f"$.{place}.fields"
        yield from _unknown(here, fields, set(own))
        for name, text in fields.items():
            if name in own:
                yield from (f"{here}.{name}：{message}" for message in _miswritten(own[name], text))


def _miswritten(field: OwnField, text: str) -> Iterator[str]:
    kind = own_kind(field)
    try:
        written = kind.show(kind.parse(text))
    except Unreadable as unreadable:
        yield str(unreadable)
        return
    if written != text or not text:
        yield f"应写成“{written}”。" if written else "没有填的不要写。"


def _foreign_row(edition: Edition, row: ExpenditureRow, place: str) -> Iterator[str]:
    line = edition.line.get(row.item)
    if line is None:
        yield f"{place}.item：表样没有“{row.item}”这一行。"
        return
    if line.kind == "rows" and row.name is None:
        yield f"{place}.name：缺少名称，“{line.label}”每行都要有名称。"
    if line.kind != "rows" and row.name is not None:
        yield f"{place}.name：“{line.label}”不填名称。"
    if line.kind == "heading" and not row.blank:
        yield f"{place}：“{line.label}”是标题行，不填金额。"
    yield from _unknown(place, row.amounts, {*edition.columns})
    last_final = edition.meant.get("last_final", "")
    if not line.prior and row.amounts.get(last_final) is not None:
        yield f"{place}.{last_final}：“{line.label}”不填上年决算数。"


def _unknown(place: str, given: Iterable[str], known: set[str]) -> Iterator[str]:
    yield from (f"{place}.{code}：表样没有这一项。" for code in given if code not in known)


def _explained_twice(document: Document) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for number, explanation in enumerate(document.explanations):
        key = (explanation.code, explanation.where)
        if key in seen:
            yield f"$.explanations[{number}]：{explanation.code} 在 {explanation.where} 的说明重复。"
        seen.add(key)


def dump(document: Document) -> str:
    """`document` as JSON text; equal documents give equal texts."""
    return json.dumps(document.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def schema() -> str:
    """The JSON Schema (2020-12) of the format, as JSON text."""
    return json.dumps({"$schema": SCHEMA_DIALECT, **Document.model_json_schema()}, ensure_ascii=False, indent=1) + "\n"
