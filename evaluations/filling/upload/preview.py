"""What the page shows of uploaded files before anything is written: part by part, each text beside the stored one."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.core.findings.finding import Severity
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.readback.found import Problem
from evaluations.core.readback.taking import Proposal
from evaluations.dossier.store import edition_of
from evaluations.filling.steps import Step, step_of
from evaluations.filling.upload.apply import lines
from evaluations.filling.upload.files import Uploaded
from evaluations.records.models import SelfEvaluation


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A text that differs from the stored one; `is_ticked`: it is to be imported."""

    name: str
    line: Proposal
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """A part of the form: the texts that differ, and (name, text) of those that are already stored."""

    anchor: str
    title: str
    rows: Sequence[PreviewRow]
    same: Sequence[tuple[str, str]]

    @property
    def can_be_ticked(self) -> bool:
        """Whether any of its texts can be imported."""
        return any(not row.line.error for row in self.rows)


@dataclass(frozen=True, slots=True)
class Preview:
    """The files' texts beside those of `document`; `chosen`: the paths that the person ticked, None before they could tick any."""

    evaluation: SelfEvaluation
    document: Document
    uploaded: Uploaded
    lines: Sequence[Proposal]
    chosen: Collection[str] | None = None

    @property
    def offered(self) -> list[Proposal]:
        """The texts that can be imported and would change something."""
        return [line for line in self.lines if not line.is_same and not line.error]

    @property
    def taken(self) -> list[Proposal]:
        """The offered texts that the person ticked; before they could, all except those with a question."""
        chosen = self.chosen
        return [line for line in self.offered if (not line.asked if chosen is None else line.path in chosen)]

    @property
    def left(self) -> int:
        """How many texts of the files are not imported: differing ones, and those that were not understood."""
        return sum(not line.is_same for line in self.lines) - len(self.taken) + len(self.problems("error"))

    @property
    def step(self) -> Step | None:
        """The step with the most imported texts."""
        edition = edition_of(self.evaluation)
        steps = Counter(step_of(edition, line.path) for line in self.taken)
        return steps.most_common(1)[0][0] if steps else None

    def problems(self, severity: Severity) -> list[Problem]:
        """The problems of this severity to be shown besides the rows; an unreadable text already has its reason in its row."""
        told = {(line.path, line.error) for line in self.lines}
        listed = self.uploaded.read.problems
        return [one for one in listed if one.severity == severity and (one.path, one.message) not in told]


def preview(
    evaluation: SelfEvaluation, document: Document, uploaded: Uploaded, chosen: Collection[str] | None = None
) -> Preview:
    """The preview of the files beside `document`, the evaluation's current content."""
    return Preview(evaluation, document, uploaded, lines(evaluation, document, uploaded.read), chosen)


def shown_preview(preview: Preview) -> dict[str, Any]:
    """The page's template context."""
    return {
        "files": preview.uploaded.files,
        "parts": list(_parts(preview)),
        "count": {
            "offered": len(preview.offered),
            "asked": sum(bool(line.asked) for line in preview.offered),
            "replaced": sum(bool(line.stored) for line in preview.offered),
            "same": sum(line.is_same for line in preview.lines),
            "unread": sum(bool(line.error) for line in preview.lines) + len(preview.problems("error")),
        },
        "not_understood": preview.problems("error"),
        "to_check": preview.problems("warning"),
        "computed": preview.problems("info"),
    }


def _parts(preview: Preview) -> Iterator[PreviewPart]:
    edition = edition_of(preview.evaluation)
    titles = _titles(edition, preview.document.fiscal_year)
    by_title: dict[str, list[Proposal]] = {title: [] for title in titles.values()}
    for line in preview.lines:
        by_title[titles[max((head for head in titles if line.path.startswith(head)), key=len)]].append(line)
    ticked = {line.path for line in preview.taken}
    for number, (title, listed) in enumerate(by_title.items(), 1):
        heading = f"{title.partition(' ')[0]} "
        rows = [
            PreviewRow(line.name.removeprefix(heading), line, line.path in ticked)
            for line in listed
            if not line.is_same
        ]
        same = [(line.name.removeprefix(heading), line.found) for line in listed if line.is_same]
        if listed:
            yield PreviewPart(f"part-{number}", title, rows, same)


def _titles(edition: Edition, year: int) -> Mapping[str, str]:
    """The titles of the form's parts, in order, by the prefix of their cells' paths."""
    basic_data, part, foot = edition.attachment2, edition.attachment3, edition.foot
    labels = {
        "basic_data.staffing": f"{basic_data.number} {basic_data.staffing}",
        "basic_data.expenditure": f"{basic_data.number} {basic_data.expenditure}",
        "basic_data.buildings": f"{basic_data.number} {basic_data.buildings}",
        "basic_data.thrift_measures": f"{basic_data.number} {basic_data.thrift_measures}",
        "self_assessment": f"{part.number} {part.budget}",
        "self_assessment.expected_objective": f"{part.number} {part.objective}",
        "self_assessment.actual_completion": f"{part.number} {part.objective}",
        "self_assessment.indicators": f"{part.number} {part.indicators}",
        **{name: f"{table.number} {table.title}" for name, table in edition.further_tables.items()},
        "report": "自评报告 各章",
        "": "、".join(label.rstrip("：") for label in (foot.preparer, foot.filing_date, foot.phone)),
    }
    return {head: edition.words(label, year) for head, label in labels.items()}
