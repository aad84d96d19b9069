"""What the page shows of uploaded files before anything is written: part by part, each text beside what stands in its cell."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.core.findings.finding import Severity
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.readback.found import Problem
from evaluations.core.readback.taking import Line
from evaluations.dossier.store import edition_of
from evaluations.filling.steps import Step, step_of
from evaluations.filling.upload.apply import lines
from evaluations.filling.upload.files import Uploaded
from evaluations.records.models import SelfEvaluation


@dataclass(frozen=True, slots=True)
class Row:
    """A text that differs from what is stored; `is_ticked`: to be imported."""

    name: str
    line: Line
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form: the texts that differ, and (name, text) of those that are stored already."""

    anchor: str
    title: str
    rows: Sequence[Row]
    same: Sequence[tuple[str, str]]

    @property
    def can_be_ticked(self) -> bool:
        """Whether any of its texts can be imported."""
        return any(not row.line.error for row in self.rows)


@dataclass(frozen=True, slots=True)
class Preview:
    """What files say beside what `document` holds; `chosen`: the paths that the person ticked, None before they could."""

    evaluation: SelfEvaluation
    document: Document
    uploaded: Uploaded
    lines: Sequence[Line]
    chosen: Collection[str] | None = None

    @property
    def offered(self) -> list[Line]:
        """The texts that can be imported and would change something."""
        return [line for line in self.lines if not line.is_same and not line.error]

    @property
    def taken(self) -> list[Line]:
        """Those of them that the person ticked: before they could, all but those that they are asked about."""
        chosen = self.chosen
        return [line for line in self.offered if (not line.asked if chosen is None else line.path in chosen)]

    @property
    def left(self) -> int:
        """How much of the files is not imported: differing texts and what was not understood."""
        return sum(not line.is_same for line in self.lines) - len(self.taken) + len(self.problems("error"))

    @property
    def step(self) -> Step | None:
        """The step where most is imported."""
        steps = Counter(step_of(line.path) for line in self.taken)
        return steps.most_common(1)[0][0] if steps else None

    def problems(self, severity: Severity) -> list[Problem]:
        """What is told besides the rows: why a text can't be read stands in its row already."""
        told = {(line.path, line.error) for line in self.lines}
        listed = self.uploaded.read.problems
        return [one for one in listed if one.severity == severity and (one.path, one.message) not in told]


def preview(
    evaluation: SelfEvaluation, document: Document, uploaded: Uploaded, chosen: Collection[str] | None = None
) -> Preview:
    """The files beside `document`, which is what the evaluation holds now."""
    return Preview(evaluation, document, uploaded, lines(evaluation, document, uploaded.read), chosen)


def shown(preview: Preview) -> dict[str, Any]:
    """The context of the page."""
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


def _parts(preview: Preview) -> Iterator[Part]:
    edition = edition_of(preview.evaluation)
    titles = _titles(edition, preview.document.fiscal_year)
    by_title: dict[str, list[Line]] = {title: [] for title in titles.values()}
    for line in preview.lines:
        by_title[titles[max((head for head in titles if line.path.startswith(head)), key=len)]].append(line)
    ticked = {line.path for line in preview.taken}
    for number, (title, listed) in enumerate(by_title.items(), 1):
        heading = f"{title.partition(' ')[0]} "
        rows = [Row(line.name.removeprefix(heading), line, line.path in ticked) for line in listed if not line.is_same]
        same = [(line.name.removeprefix(heading), line.found) for line in listed if line.is_same]
        if listed:
            yield Part(f"part-{number}", title, rows, same)


def _titles(edition: Edition, year: int) -> Mapping[str, str]:
    """The parts of the form, in its order, by how the paths of their cells begin."""
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
        "report": "自评报告 各章",
        "": "、".join(label.rstrip("：") for label in (foot.preparer, foot.filing_date, foot.phone)),
    }
    return {head: edition.words(label, year) for head, label in labels.items()}
