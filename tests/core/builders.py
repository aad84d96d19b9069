"""Editions and documents for every test: figures of our own, one finding-free document an edition, and the figures of a real case.

`document({"project.final": "8", "by_expenditure.project": "7.5"})` types texts into the finding-free document; a path may leave out its
`basic_data.expenditure`, `basic_data`, `self_assessment` or `report`.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from evaluations.core import checks
from evaluations.core.checks.case import Case, Peer
from evaluations.core.content import cells, interchange
from evaluations.core.editions.file import read_edition
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Building, Direction, Document, ExpenditureRow, Indicator, Project
from evaluations.core.form.edition import Edition

HERE = Path(__file__).parent
SHIPPED = HERE.parent.parent / "evaluations" / "editions" / "lusong-2023.toml"
PLACES = ("", "basic_data.expenditure.", "basic_data.", "self_assessment.", "report.")

REAL_FINDINGS = {
    ("A2-08", "warning", "basic_data.expenditure.project.final"),
    ("A2-08", "warning", "basic_data.expenditure.office.final"),
    ("A2-10", "error", "basic_data.thrift_measures"),
    ("A2-12", "warning", "basic_data.expenditure.utilities_travel.final"),
    ("A3-01", "warning", "self_assessment.adjusted_budget"),
    ("A3-09", "warning", "self_assessment.indicators.11.score"),
    ("A3-12", "warning", "self_assessment.indicators.3.actual"),
    ("A3-13", "warning", "self_assessment.indicators.5.name"),
    ("A3-13", "warning", "self_assessment.indicators.9.name"),
    ("A3-14", "warning", "self_assessment.indicators.5.actual"),
    ("A3-14", "warning", "self_assessment.indicators.6.actual"),
    ("A3-14", "warning", "self_assessment.indicators.7.actual"),
    ("A3-14", "warning", "self_assessment.indicators.8.actual"),
    ("A3-14", "warning", "self_assessment.indicators.9.actual"),
    ("X-04", "warning", "basic_data.expenditure.basic_budget_adjustment.budget"),
    ("N-01", "info", "report.figures.basic"),
    ("N-17", "warning", "report.chapters.6"),
    ("P-02", "warning", "basic_data.expenditure.project.final"),
    ("P-02", "warning", "basic_data.expenditure.earmarked_fund.1.final"),
    ("P-02", "warning", "basic_data.expenditure.operating.final"),
    ("P-02", "warning", "basic_data.expenditure.office.final"),
}


@cache
def edition() -> Edition:
    """The shipped edition."""
    return read_edition(SHIPPED.read_text(encoding="utf-8"))


@cache
def second_edition() -> Edition:
    """A city's edition: other weights without costs, other numbers, one line, source and rule apart."""
    return read_edition((HERE / "second_edition.toml").read_text(encoding="utf-8"))


@cache
def lean_text() -> str:
    """The text of the shipped edition without staffing, buildings, thrift measures, note and foot, as some places issue 附件2."""
    text = SHIPPED.read_text(encoding="utf-8")
    words = re.compile(
        r"attachment2\.(staffing|authorized_posts|buildings|thrift_measures|note)|basic_data\.(staffing|buildings)|foot\."
    )
    tables = [
        table
        for table in re.split(r"(?m)^(?=\[)", text)
        if not (table.startswith("[[layouts.attachment2.lines]]") and words.search(table))
    ]
    blocks = "staffing|authorized_posts|staff_in_post|control_rate|buildings|(approved|actual)_area|(budget|actual)_investment"
    labels = re.compile(rf"({blocks}|(area|investment)_rate|thrift_measures|note) = .*\n")
    cells = re.compile(r' *"basic_data\.(staffing|buildings|thrift_measures).*\n')
    return "".join(
        line for line in "".join(tables).splitlines(keepends=True) if not (labels.match(line) or cells.match(line))
    )


@cache
def lean_edition() -> Edition:
    """The edition of `lean_text()`."""
    return read_edition(lean_text())


def document(typed: Mapping[str, str] | None = None) -> Document:
    """The finding-free document of `edition()` with the `typed` texts in its cells."""
    return fill(edition(), _read(edition(), "clean.json"), typed or {})


def second_document(typed: Mapping[str, str] | None = None) -> Document:
    """The finding-free document of `second_edition()` with the `typed` texts in its cells."""
    return fill(second_edition(), _read(second_edition(), "second.json"), typed or {})


def real_figures() -> Document:
    """The figures of a real case with texts of our own; its findings are REAL_FINDINGS."""
    return _read(edition(), "real_figures.json")


def empty(form: Edition) -> Document:
    """A document with nothing filled in; of a form for projects, that of a project."""
    bare = _read(edition(), "clean.json").model_copy(update={"edition": form.code, "explanations": ()})
    parts = {name: Document.model_fields[name].default for name in ("basic_data", "self_assessment", "report")}
    foot = {"preparer": Document.model_fields["preparer"].default, "filing_date": None}
    head = {"project": Project(name="免费开放") if form.subject == "project" else None}
    return interchange.for_edition(form, bare.model_copy(update=parts | foot | head))


def fill(form: Edition, filled: Document, typed: Mapping[str, str]) -> Document:
    """`filled` with the `typed` texts in its cells; a path or a text that does not fit fails the test."""
    known = cells.cells(form, filled)
    changed, errors = cells.fill(form, filled, {_full(known, path): text for path, text in typed.items()})
    assert not errors, errors
    return changed


def with_indicators(filled: Document, *indicators: Indicator) -> Document:
    """`filled` with these indicators instead of its own."""
    part = filled.self_assessment.model_copy(update={"indicators": indicators})
    return filled.model_copy(update={"self_assessment": part})


def with_rows(filled: Document, item: str, *rows: ExpenditureRow) -> Document:
    """`filled` with these rows on the line `item` instead of its own."""
    others = tuple(row for row in filled.basic_data.expenditure if row.item != item)
    part = filled.basic_data.model_copy(update={"expenditure": others + rows})
    return filled.model_copy(update={"basic_data": part})


def with_buildings(filled: Document, *buildings: Building) -> Document:
    """`filled` with these buildings instead of its own."""
    part = filled.basic_data.model_copy(update={"buildings": buildings})
    return filled.model_copy(update={"basic_data": part})


def findings(
    code: str,
    judged: Document,
    form: Edition | None = None,
    previous: Document | None = None,
    peers: Iterable[Peer] = (),
) -> list[Finding]:
    """What the check `code` says of `judged`; each finding must be fit for a screen."""
    check = checks.CHECKS[code]
    found = list(check.judge(Case(form or edition(), judged, previous, tuple(peers))))
    for finding in found:
        assert finding.code == code
        assert finding.message.endswith("。")
        assert all(quote and quote in "\n\n".join(judged.report.chapters.values()) for quote in finding.quotes)
    return found


def cells_of(code: str, judged: Document, form: Edition | None = None) -> list[tuple[str, str]]:
    """(severity, where) of each finding of the check `code`."""
    return [(finding.severity, finding.where) for finding in findings(code, judged, form)]


def keys(found: Iterable[Finding]) -> set[tuple[str, str, str]]:
    """(code, severity, where) of each finding."""
    return {(finding.code, finding.severity, finding.where) for finding in found}


def _full(known: Mapping[str, object], path: str) -> str:
    full = next((place + path for place in PLACES if place + path in known), None)
    assert full is not None, f"the form has no cell {path}"
    return full


def _read(form: Edition, name: str) -> Document:
    return interchange.for_edition(form, interchange.new_document((HERE / name).read_bytes()))


def indicator(
    target: str,
    actual: str = "",
    weight: str = "10",
    category: str = "output.quantity",
    direction: Direction | None = None,
) -> Indicator:
    """An indicator of the shipped form."""
    return Indicator(
        category=category, name="甲", target=target, actual=actual, weight=Decimal(weight), direction=direction
    )
