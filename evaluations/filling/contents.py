"""What each step shows: the official table, or the fields of an ordinary form."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluations.core import paths, scoring
from evaluations.core.cells import Cell, cells
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding
from evaluations.core.layouts import attachment2, attachment3
from evaluations.core.paths import Names
from evaluations.core.values import show_amount
from evaluations.dossier.table import Table, table
from evaluations.filling.pages import step_url
from evaluations.filling.steps import BASIC_DATA, DETAILS, REPORT, Step, step_of


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands at the cells besides their values: typed texts to show again, why they are not stored, findings, comments."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    explained: frozenset[tuple[str, str]] = frozenset()
    comments: Mapping[str, int] = field(default_factory=Counter)


def content(
    evaluation_id: int, edition: Edition, document: Document, step: Step, marks: Marks, *, is_editable: bool
) -> dict[str, Any]:
    """The context of the step's own part of the page."""
    if step is DETAILS:
        return {"fields": _details(edition, document, marks)}
    if step is REPORT:
        return {"figures": _figures(edition, document, marks), "chapters": _chapters(edition, document, marks)}
    return {"table": _table(evaluation_id, edition, document, step, marks, is_editable=is_editable)}


def _table(
    evaluation_id: int, edition: Edition, document: Document, step: Step, marks: Marks, *, is_editable: bool
) -> Table:
    layout = attachment2 if step is BASIC_DATA else attachment3
    grid = layout.grid(edition, document)
    mine = [finding for finding in marks.findings if step_of(finding.where) is step]
    drawn = table(
        grid if step is BASIC_DATA else grid.part(step.part),
        caption=step.title(edition),
        names=Names(edition, document),
        cells=cells(edition, document) if is_editable else None,
        typed=marks.typed,
        errors=marks.errors,
        findings=mine,
        comments=marks.comments,
        comment_url=step_url(evaluation_id, step) if marks.comments else "",
        explained=marks.explained,
    )
    _note_suggestions(drawn, _suggestions(edition, document))
    return drawn


def _suggestions(edition: Edition, document: Document) -> Mapping[str, str]:
    """Beside each score, by its path: the suggested one, or the band of a qualitative result."""
    part = document.self_assessment
    points = {"self_assessment.execution_score": scoring.execution_score(edition, part)}
    bands = {}
    for number, indicator in enumerate(part.indicators, 1):
        path = paths.indicator(number, "score")
        points[path] = scoring.suggestion(edition, indicator)
        bands[path] = scoring.band(edition, indicator)
    suggested = {path: f"建议 {show_amount(score)}" for path, score in points.items() if score is not None}
    return {path: band for path, band in bands.items() if band} | suggested


def _note_suggestions(drawn: Table, suggestions: Mapping[str, str]) -> None:
    for row in drawn.rows:
        for cell in row.cells:
            suggestion = suggestions.get(cell.anchor)
            if suggestion:
                cell.notes = [("hint", suggestion), *cell.notes]
                if cell.input:
                    cell.input.described_by = f"{cell.anchor}.notes"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an ordinary form.

    `beside` is what the tables say of the same figure; `notes` are (severity, message); `described_by` the ids of what explains the field.
    """

    path: str
    label: str
    value: str
    kind: str
    hint: str
    error: str
    notes: Sequence[tuple[str, str]]
    comments: int
    beside: str = ""

    @property
    def described_by(self) -> str:
        """The ids of the texts that belong to the field."""
        texts = {"hint": self.hint, "beside": self.beside, "notes": self.error or self.notes}
        return " ".join(f"{self.path}.{name}" for name, text in texts.items() if text)


def _details(edition: Edition, document: Document, marks: Marks) -> list[Field]:
    foot = edition.foot
    words = {
        "preparer.name": (foot.preparer, "印在两张附件的表尾。"),
        "preparer.phone": (foot.phone, "财政局有疑问时打这个电话，带区号，例如 0731-28000000。公开时不显示。"),
        "filing_date": (foot.filing_date, ""),
    }
    listed = cells(edition, document)
    return [_field(listed, marks, path, label.rstrip("："), hint=hint) for path, (label, hint) in words.items()]


def _figures(edition: Edition, document: Document, marks: Marks) -> list[Field]:
    listed, names = cells(edition, document), Names(edition, document)
    fields = []
    for figure in edition.report.figures:
        beside = ""
        if figure.equals:
            beside = f"{names.of(figure.equals)}：{listed[figure.equals].text or '未填'}"
        fields.append(_field(listed, marks, paths.figure(figure.code), figure.label, beside=beside))
    return fields


def _chapters(edition: Edition, document: Document, marks: Marks) -> list[Field]:
    listed = cells(edition, document)
    return [_field(listed, marks, paths.chapter(c.number), c.title, hint=c.hint) for c in edition.report.chapters]


def _field(
    listed: Mapping[str, Cell], marks: Marks, path: str, label: str, *, hint: str = "", beside: str = ""
) -> Field:
    notes = [(finding.severity, finding.message) for finding in marks.findings if finding.where == path]
    return Field(
        path=path,
        label=label,
        value=marks.typed.get(path, listed[path].text),
        kind=listed[path].kind,
        hint=hint,
        error=marks.errors.get(path, ""),
        notes=notes,
        comments=marks.comments.get(path, 0),
        beside=beside,
    )
