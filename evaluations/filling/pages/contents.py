"""What each step shows: the official table, or the fields of an ordinary form."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.content.cells import Cell, guesses
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.guidance.opened import Opened
from evaluations.core.layouts.drawing import table as drawn_table
from evaluations.core.layouts.grid import Grid
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement
from evaluations.filling import last_year
from evaluations.filling.addresses import library_url, step_url
from evaluations.filling.pages import amounts, chapters, indicators, opening
from evaluations.filling.pages.chapters import Panel
from evaluations.filling.pages.problems import short
from evaluations.filling.pages.progress import left, shown_findings
from evaluations.filling.saving.opened import WHY
from evaluations.filling.steps import BASIC_DATA, BUDGET, DETAILS, FORMS, INDICATORS, REPORT, Step, step_of
from evaluations.panels.findings import sentence_of
from evaluations.tables.official_table import Marks, beside_id, computed_texts, note, notes, table
from evaluations.tables.shapes import Beside, OfficialTable


@dataclass(frozen=True)
class StepContents:
    """A step to be shown, with what belongs to its cells besides values: texts that were typed but not stored, and why; findings; comments."""

    evaluation_id: int
    edition: Edition
    document: Document
    step: Step
    is_editable: bool
    judgement: Judgement
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    comments: Mapping[str, int]
    opened: Opened | None = None

    @cached_property
    def shut(self) -> Mapping[str, str]:
        """Why a cell that could be filled in otherwise is not open now, by path."""
        return {} if self.opened is None else dict.fromkeys(self.cells.keys() - self.opened.cells, WHY)

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """The cells of the document."""
        return self.judgement.cells

    @cached_property
    def offers(self) -> Mapping[str, Sequence[str]]:
        """What the unreadable texts may have meant, by path."""
        unreadable = {path: self.typed[path] for path in self.errors if path in self.typed}
        return guesses(self.edition, self.document, unreadable) if unreadable else {}

    @cached_property
    def left(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """What the checks still require on each step, by its code, in words with a tone."""
        return left(self.judgement)

    @cached_property
    def notes(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """The notes under the step's cells: (severity, message) of the findings, by path."""
        return notes(self.findings, self.judgement.is_explained)

    @cached_property
    def field_notes(self) -> Mapping[str, Sequence[tuple[str, str, str]]]:
        """The notes under the fields of an ordinary form, with the fragments of the report that each concerns, one per line."""
        noted: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for finding in self.findings:
            severity, message = note(finding, self.judgement.is_explained)
            sentence = sentence_of(finding)
            said = f"正文写着：“{short(sentence)}”" if sentence else ""
            noted[finding.where].append((severity, message + said, "\n".join(finding.quotes)))
        return noted

    @property
    def shown_notes(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        """The notes that the step's page shows: `notes` or `field_notes`."""
        return self.field_notes if self.step in FORMS else self.notes

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings of the step, except those that say that a blank row is blank."""
        shown = shown_findings(self.judgement)
        return [finding for finding in shown if step_of(self.edition, finding.where) is self.step]


def content(shown: StepContents) -> dict[str, Any]:
    """The template context of the step's own part of the page."""
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
    meters = [replace(one, shares={}) if shown.shut.keys() & one.shares.keys() else one for one in meters]
    objective = last_year.objective(shown.edition, shown.judgement.previous) if shown.step is BUDGET else ()
    return {
        "table": _table(shown),
        "meters": meters,
        "last_year": shown.document.fiscal_year - 1,
        "last_years_objective": objective,
    }


def computed(shown: StepContents) -> Mapping[str, str]:
    """The texts of the step's computed places, by their ids."""
    if shown.step is DETAILS:
        return {}
    if shown.step is REPORT:
        return {beside_id(paths.figure(code)): text for code, text in _figures_in_tables(shown).items()}
    return dict(computed_texts(_grid(shown), shown.cells, _beside(shown)))


def _grid(shown: StepContents) -> Grid:
    """The step's rows of its table; with its frame, if the step fills in all of it."""
    parts = shown.edition.layouts.of_parts
    name = parts[shown.step.part]
    grid = drawn_table(shown.edition, name, shown.document, blank_rows=shown.is_editable)
    return grid if list(parts.values()).count(name) == 1 else grid.part(shown.step.part)


def _beside(shown: StepContents) -> Beside | None:
    return last_year.beside(shown.step, shown.edition, shown.document, shown.judgement.previous)


def _table(shown: StepContents) -> OfficialTable:
    edition, document, judgement = shown.edition, shown.document, shown.judgement
    drawn = table(
        _grid(shown),
        caption=shown.step.title(edition),
        names=Names(edition, document),
        cells=shown.cells if shown.is_editable else None,
        marks=Marks(
            typed=shown.typed,
            errors=shown.errors,
            offers=shown.offers,
            notes=shown.notes,
            comments=shown.comments,
            comment_url=step_url(shown.evaluation_id, shown.step) if shown.comments else "",
            locked=last_year.correction_urls(shown.evaluation_id, edition, document, judgement.previous),
            shut=shown.shut,
        ),
        beside=_beside(shown),
    )
    if shown.step is BASIC_DATA:
        amounts.annotate(drawn, edition, document)
    if shown.step in (BUDGET, INDICATORS):
        indicators.annotate(drawn, indicators.hints(edition, document))
    if shown.step is INDICATORS and shown.is_editable:
        indicators.link_library(drawn, library_url(shown.evaluation_id))
        indicators.offer_nothing(drawn, document)
    if shown.opened:
        opening.hide_row_tools(drawn, shown.opened, document, shown.cells)
    return drawn


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of an ordinary form.

    `offers` are what an unreadable text may have meant; `beside` is the same figure in the tables, `last_year` last year's text; `notes` are (severity, message, fragments of the report that it
    concerns, one per line); `described_by` holds the ids of the texts that explain the field; `panel` has a chapter's sentences;
    `button` (value, label) fills the field in; `usual` is the customary text if there is nothing to say; `shut` says why it is only to be read.
    """

    path: str
    label: str
    value: str
    kind: str
    hint: str
    error: str
    notes: Sequence[tuple[str, str, str]]
    comments: int
    offers: Sequence[str] = ()
    beside: str = ""
    last_year: str = ""
    panel: Panel | None = None
    button: tuple[str, str] | None = None
    usual: str = ""
    shut: str = ""

    @property
    def described_by(self) -> str:
        """The ids of the texts that describe the field."""
        texts = {"hint": self.hint, "beside": self.beside, "notes": self.error or self.notes}
        return " ".join(f"{self.path}.{name}" for name, text in texts.items() if text)

    @property
    def number(self) -> int:
        """A chapter's number."""
        return int(self.path.rpartition(".")[2])

    @property
    def state(self) -> tuple[str, str]:
        """A chapter's state in one word, and its tone."""
        return chapters.state(self.value, self.notes, self.error)

    @property
    def length(self) -> int:
        """The number of characters, without white space."""
        return len("".join(self.value.split()))


def _details(shown: StepContents) -> list[FormField]:
    edition, foot = shown.edition, shown.edition.foot
    today = timezone.localdate().isoformat()
    words = {
        "preparer.name": (foot.preparer, _printed_on(edition, "preparer.name")),
        "preparer.phone": (foot.phone, "审核的人有疑问时打这个电话，带区号，例如 0731-28000000。对外公开时要去掉。"),
        "filing_date": (foot.filing_date, _printed_on(edition, "filing_date")),
    }
    fields = [_field(shown, path, label.rstrip("："), hint=hint) for path, (label, hint) in words.items()]
    return [replace(one, button=(f"put:{one.path}:{today}", "今天")) if one.kind == "date" else one for one in fields]


def _printed_on(edition: Edition, path: str) -> str:
    """Where the form prints what is filled in at a path."""
    is_on_table = any(path in layout.names for layout in edition.layouts.tables.values())
    is_on_cover = path == "filing_date" and edition.has_report
    places = [*(["报告封面"] if is_on_cover else []), *(["表尾"] if is_on_table else [])]
    return f"印在{'和'.join(places)}。" if places else "表上不印，只供审核时查看。"


def _figures(shown: StepContents) -> list[FormField]:
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


def _figures_in_tables(shown: StepContents) -> Mapping[str, str]:
    """The report's figures as they stand in the tables, by figure code."""
    names = Names(shown.edition, shown.document)
    return {
        figure.code: f"{names.of(figure.equals)}：{shown.cells[figure.equals].text or '未填'}"
        for figure in shown.edition.report.figures
        if figure.equals
    }


def _chapters(shown: StepContents, panels: Mapping[str, Panel]) -> list[FormField]:
    previous = shown.judgement.previous
    return [
        _field(
            shown,
            paths.chapter(chapter.number),
            chapter.title,
            hint=chapter.hint,
            last_year_text=previous.report.chapter(chapter.number) if previous else "",
            panel=panels.get(paths.chapter(chapter.number)),
            usual=shown.edition.report.none if shown.edition.report.none in chapter.hint else "",
        )
        for chapter in shown.edition.report.chapters
    ]


def _field(
    shown: StepContents,
    path: str,
    label: str,
    *,
    hint: str = "",
    beside: str = "",
    last_year_text: str = "",
    panel: Panel | None = None,
    usual: str = "",
) -> FormField:
    return FormField(
        shut=shown.shut.get(path, ""),
        path=path,
        label=label,
        value=shown.typed.get(path, shown.cells[path].text),
        kind=shown.cells[path].kind,
        hint=hint,
        error=shown.errors.get(path, ""),
        offers=shown.offers.get(path, ()),
        notes=shown.field_notes.get(path, ()),
        comments=shown.comments.get(path, 0),
        beside=beside,
        last_year=last_year_text,
        panel=panel,
        usual=usual,
    )
