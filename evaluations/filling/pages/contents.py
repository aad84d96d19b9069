"""What each step shows: the official table, or the fields of an ordinary form."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.content.cells import Cell
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.layouts import attachment2, attachment3
from evaluations.core.layouts.grid import Grid
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement
from evaluations.filling import last_year
from evaluations.filling.addresses import library_url, step_url
from evaluations.filling.pages import amounts, chapters, indicators
from evaluations.filling.pages.chapters import Panel
from evaluations.filling.pages.problems import short
from evaluations.filling.pages.progress import left, shown_findings
from evaluations.filling.steps import BASIC_DATA, BUDGET, DETAILS, FORMS, INDICATORS, REPORT, Step, step_of
from evaluations.panels.findings import sentence_of
from evaluations.tables.official_table import Marks, beside_id, computed_texts, note, notes, table
from evaluations.tables.shapes import Beside, OfficialTable


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
        """The cells of the document."""
        return self.judgement.cells

    @cached_property
    def left(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """What the checks leave to be done on each step, by its code, in words with a tone."""
        return left(self.judgement)

    @cached_property
    def notes(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """What stands under the step's cells: (severity, message) of the findings, by path."""
        return notes(self.findings, self.judgement.is_explained)

    @cached_property
    def field_notes(self) -> Mapping[str, Sequence[tuple[str, str, str]]]:
        """The same under the fields of an ordinary form, with the fragments of the report that each is about, one a line."""
        noted: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for finding in self.findings:
            severity, message = note(finding, self.judgement.is_explained)
            sentence = sentence_of(finding)
            said = f"正文写着：“{short(sentence)}”" if sentence else ""
            noted[finding.where].append((severity, message + said, "\n".join(finding.quotes)))
        return noted

    @property
    def shown_notes(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        """The one of the two that the step's page shows."""
        return self.field_notes if self.step in FORMS else self.notes

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings of the step; a blank row need not be told that it is blank."""
        return [finding for finding in shown_findings(self.judgement) if step_of(finding.where) is self.step]


def content(shown: Shown) -> dict[str, Any]:
    """The context of the step's own part of the page."""
    if shown.step is DETAILS:
        return {"fields": _details(shown)}
    if shown.step is REPORT:
        panels = chapters.panels(shown.evaluation_id, shown.edition, shown.document)
        return {
            "figures": _figures(shown),
            "chapters": _chapters(shown, panels),
            "changed": chapters.stale_chapters(shown.edition, panels),
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


def computed(shown: Shown) -> Mapping[str, str]:
    """What stands in the places of the step that nobody types into, by their ids."""
    if shown.step is DETAILS:
        return {}
    if shown.step is REPORT:
        return {beside_id(paths.figure(code)): text for code, text in _figures_in_tables(shown).items()}
    return dict(computed_texts(_grid(shown), shown.cells, _beside(shown)))


def _grid(shown: Shown) -> Grid:
    if shown.step is BASIC_DATA:
        return attachment2.grid(shown.edition, shown.document)
    return attachment3.grid(shown.edition, shown.document).part(shown.step.part)


def _beside(shown: Shown) -> Beside | None:
    return last_year.beside(shown.step, shown.edition, shown.document, shown.judgement.previous)


def _table(shown: Shown) -> OfficialTable:
    edition, document, judgement = shown.edition, shown.document, shown.judgement
    drawn = table(
        _grid(shown),
        caption=shown.step.title(edition),
        names=Names(edition, document),
        cells=shown.cells if shown.is_editable else None,
        marks=Marks(
            typed=shown.typed,
            errors=shown.errors,
            notes=shown.notes,
            comments=shown.comments,
            comment_url=step_url(shown.evaluation_id, shown.step) if shown.comments else "",
            locked=last_year.correction_urls(shown.evaluation_id, edition, document, judgement.previous),
        ),
        beside=_beside(shown),
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

    `beside` is what the tables say of the same figure, `last_year` what last year's report said; `notes` are (severity, message, fragments of
    the report that it is about, one a line); `described_by` the ids of what explains the field; `panel` has a chapter's sentences;
    `button` (value, word) fills it in.
    """

    path: str
    label: str
    value: str
    kind: str
    hint: str
    error: str
    notes: Sequence[tuple[str, str, str]]
    comments: int
    beside: str = ""
    last_year: str = ""
    panel: Panel | None = None
    button: tuple[str, str] | None = None

    @property
    def described_by(self) -> str:
        """The ids of the texts that belong to the field."""
        texts = {"hint": self.hint, "beside": self.beside, "notes": self.error or self.notes}
        return " ".join(f"{self.path}.{name}" for name, text in texts.items() if text)

    @property
    def number(self) -> int:
        """A chapter's number."""
        return int(self.path.rpartition(".")[2])

    @property
    def length(self) -> int:
        """How many characters stand in it, white space aside."""
        return len("".join(self.value.split()))


def _details(shown: Shown) -> list[Field]:
    foot = shown.edition.foot
    today = timezone.localdate().isoformat()
    words = {
        "preparer.name": (foot.preparer, "印在两张附件的表尾。"),
        "preparer.phone": (foot.phone, "财政局有疑问时打这个电话，带区号，例如 0731-28000000。对外公开时要去掉。"),
        "filing_date": (foot.filing_date, "印在报告和两张附件上。"),
    }
    fields = [_field(shown, path, label.rstrip("："), hint=hint) for path, (label, hint) in words.items()]
    return [replace(one, button=(f"put:{one.path}:{today}", "今天")) if one.kind == "date" else one for one in fields]


def _figures(shown: Shown) -> list[Field]:
    previous = shown.judgement.previous
    in_tables = _figures_in_tables(shown)
    return [
        _field(
            shown,
            paths.figure(figure.code),
            figure.label,
            beside=in_tables.get(figure.code, ""),
            last_year_text=show_amount(previous.report.figures.get(figure.code)) if previous else "",
        )
        for figure in shown.edition.report.figures
    ]


def _figures_in_tables(shown: Shown) -> Mapping[str, str]:
    """What the tables say of the report's figures, by the figures' codes."""
    names = Names(shown.edition, shown.document)
    return {
        figure.code: f"{names.of(figure.equals)}：{shown.cells[figure.equals].text or '未填'}"
        for figure in shown.edition.report.figures
        if figure.equals
    }


def _chapters(shown: Shown, panels: Mapping[str, Panel]) -> list[Field]:
    previous = shown.judgement.previous
    return [
        _field(
            shown,
            paths.chapter(chapter.number),
            chapter.title,
            hint=chapter.hint,
            last_year_text=previous.report.chapter(chapter.number) if previous else "",
            panel=panels.get(paths.chapter(chapter.number)),
        )
        for chapter in shown.edition.report.chapters
    ]


def _field(
    shown: Shown,
    path: str,
    label: str,
    *,
    hint: str = "",
    beside: str = "",
    last_year_text: str = "",
    panel: Panel | None = None,
) -> Field:
    return Field(
        path=path,
        label=label,
        value=shown.typed.get(path, shown.cells[path].text),
        kind=shown.cells[path].kind,
        hint=hint,
        error=shown.errors.get(path, ""),
        notes=shown.field_notes.get(path, ()),
        comments=shown.comments.get(path, 0),
        beside=beside,
        last_year=last_year_text,
        panel=panel,
    )
