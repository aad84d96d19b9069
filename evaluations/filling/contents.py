"""What each step shows: the official table, or the fields of an ordinary form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evaluations.core import paths
from evaluations.core.cells import Cell, cells
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding
from evaluations.core.layouts import attachment2, attachment3
from evaluations.core.paths import Names
from evaluations.core.values import show_amount
from evaluations.dossier.judging import Judgement
from evaluations.dossier.table import Table, table
from evaluations.filling import amounts, indicators, last_year
from evaluations.filling.pages import library_url, step_url
from evaluations.filling.steps import BASIC_DATA, BUDGET, DETAILS, INDICATORS, REPORT, Step, step_of


@dataclass(frozen=True)
class Shown:
    """A step to be shown, with what stands at its cells besides their values: texts typed but not stored and why not, findings, comments."""

    evaluation_id: int
    edition: Edition
    document: Document
    step: Step
    is_editable: bool
    judgement: Judgement
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    comments: Mapping[str, int]

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """The cells of the parts of the document that the step fills in."""
        return cells(self.edition, self.document, self.step.parts)

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings of the step; none while nothing is filled in: a blank form need not be told that it is blank."""
        is_begun = any(cell.text for path, cell in self.cells.items() if step_of(path) is self.step)
        return [f for f in self.judgement.findings if is_begun and step_of(f.where) is self.step]


def content(shown: Shown) -> dict[str, Any]:
    """The context of the step's own part of the page."""
    if shown.step is DETAILS:
        return {"fields": _details(shown)}
    if shown.step is REPORT:
        return {
            "figures": _figures(shown),
            "chapters": _chapters(shown),
            "last_year": shown.document.fiscal_year - 1 if shown.judgement.previous else None,
        }
    meters = indicators.meters(shown.edition, shown.document) if shown.step is INDICATORS else ()
    objective = last_year.objective(shown.edition, shown.judgement.previous) if shown.step is BUDGET else ()
    return {
        "table": _table(shown),
        "meters": meters,
        "last_year": shown.document.fiscal_year - 1,
        "last_years_objective": objective,
    }


def _table(shown: Shown) -> Table:
    edition, document, judgement = shown.edition, shown.document, shown.judgement
    layout = attachment2 if shown.step is BASIC_DATA else attachment3
    grid = layout.grid(edition, document)
    drawn = table(
        grid if shown.step is BASIC_DATA else grid.part(shown.step.part),
        caption=shown.step.title(edition),
        names=Names(edition, document),
        cells=shown.cells if shown.is_editable else None,
        typed=shown.typed,
        errors=shown.errors,
        findings=shown.findings,
        comments=shown.comments,
        comment_url=step_url(shown.evaluation_id, shown.step) if shown.comments else "",
        explained={finding.key for finding in judgement.warnings if judgement.explanation(finding)},
        locked=last_year.correction_urls(shown.evaluation_id, edition, document, judgement.previous),
        beside=last_year.beside(shown.step, edition, document, judgement.previous),
    )
    if shown.step is BASIC_DATA:
        amounts.annotate(drawn, edition, document)
    if shown.step in (BUDGET, INDICATORS):
        indicators.annotate(drawn, indicators.hints(edition, document))
    if shown.step is INDICATORS and shown.is_editable:
        indicators.link_library(drawn, library_url(shown.evaluation_id))
    return drawn


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an ordinary form.

    `beside` is what the tables say of the same figure, `last_year` what last year's report said; `notes` are (severity, message);
    `described_by` the ids of what explains the field.
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
    last_year: str = ""

    @property
    def described_by(self) -> str:
        """The ids of the texts that belong to the field."""
        texts = {"hint": self.hint, "beside": self.beside, "notes": self.error or self.notes}
        return " ".join(f"{self.path}.{name}" for name, text in texts.items() if text)


def _details(shown: Shown) -> list[Field]:
    foot = shown.edition.foot
    words = {
        "preparer.name": (foot.preparer, "印在两张附件的表尾。"),
        "preparer.phone": (foot.phone, "财政局有疑问时打这个电话，带区号，例如 0731-28000000。公开时不显示。"),
        "filing_date": (foot.filing_date, ""),
    }
    return [_field(shown, path, label.rstrip("："), hint=hint) for path, (label, hint) in words.items()]


def _figures(shown: Shown) -> list[Field]:
    names, listed = Names(shown.edition, shown.document), cells(shown.edition, shown.document)
    previous = shown.judgement.previous
    fields = []
    for figure in shown.edition.report.figures:
        beside = ""
        if figure.equals:
            beside = f"{names.of(figure.equals)}：{listed[figure.equals].text or '未填'}"
        before = show_amount(previous.report.figures.get(figure.code)) if previous else ""
        fields.append(_field(shown, paths.figure(figure.code), figure.label, beside=beside, last_year_text=before))
    return fields


def _chapters(shown: Shown) -> list[Field]:
    previous = shown.judgement.previous
    return [
        _field(
            shown,
            paths.chapter(chapter.number),
            chapter.title,
            hint=chapter.hint,
            last_year_text=previous.report.chapter(chapter.number) if previous else "",
        )
        for chapter in shown.edition.report.chapters
    ]


def _field(shown: Shown, path: str, label: str, *, hint: str = "", beside: str = "", last_year_text: str = "") -> Field:
    return Field(
        path=path,
        label=label,
        value=shown.typed.get(path, shown.cells[path].text),
        kind=shown.cells[path].kind,
        hint=hint,
        error=shown.errors.get(path, ""),
        notes=[(finding.severity, finding.message) for finding in shown.findings if finding.where == path],
        comments=shown.comments.get(path, 0),
        beside=beside,
        last_year=last_year_text,
    )
