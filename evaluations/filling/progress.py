"""How far each step is: nothing yet, under way, errors, warnings to explain, comments to answer, done; and what changed since. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from evaluations.core.cells import Cell, cells
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding
from evaluations.core.sentences import linked
from evaluations.filling.steps import BUDGET, CHECK, DETAILS, REPORT, STEPS, Step, step_of

# Cells that every unit fills in although no check demands it: while one is blank, the step is not done.
_EXPECTED = {
    DETAILS: ("preparer.name", "preparer.phone", "filing_date"),
    BUDGET: (
        "self_assessment.execution_score",
        "self_assessment.expected_objective",
        "self_assessment.actual_completion",
    ),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """One step: whether anything is filled in, how many things remain, and how many sentences state figures that have changed: only a hint."""

    step: Step
    is_begun: bool
    blank: int
    errors: int
    unexplained: int
    comments: int
    stale: int = 0

    @property
    def is_done(self) -> bool:
        """Whether nothing remains to be done here."""
        return self.is_begun and not (self.blank or self.errors or self.unexplained or self.comments)

    @property
    def states(self) -> list[tuple[str, str]]:
        """In words, each with its tone."""
        counts = (
            (self.errors if self.is_begun else 0, "处错误", "error"),
            (self.unexplained if self.is_begun else 0, "处待说明", "attention"),
            (self.comments, "条意见", "attention"),
        )
        counted = [(f"{count} {what}", tone) for count, what, tone in counts if count]
        hint = [(f"{self.stale} 句数据已变化", "attention")] if self.stale else []
        if not self.is_begun:
            return [("未开始", "neutral"), *counted]
        if self.is_done:
            return [("已完成", "done"), *hint]
        return [*(counted or [(f"填写中，{self.blank} 项未填", "waiting")]), *hint]


def progress(
    edition: Edition,
    document: Document,
    findings: Iterable[Finding],
    is_explained: Callable[[Finding], bool],
    commented: Iterable[str],
) -> list[Progress]:
    """The progress of each step before the last.

    `findings`: all on the document; `commented`: the paths of the comments that await an answer.
    """
    listed = cells(edition, document)
    filled = Counter(step_of(path) for path, cell in listed.items() if cell.text)
    findings = list(findings)
    errors = Counter(step_of(finding.where) for finding in findings if finding.severity == "error")
    unexplained = Counter(
        step_of(finding.where) for finding in findings if finding.severity == "warning" and not is_explained(finding)
    )
    comments = Counter(map(step_of, commented))
    stale = Counter({REPORT: sum(sentence.state == "stale" for sentence in linked(edition, document))})
    return [
        Progress(
            step, filled[step] > 0, _blank(step, listed), errors[step], unexplained[step], comments[step], stale[step]
        )
        for step in STEPS
        if step is not CHECK
    ]


def _blank(step: Step, listed: Mapping[str, Cell]) -> int:
    expected = (path for path in listed if step_of(path) is REPORT) if step is REPORT else _EXPECTED.get(step, ())
    return sum(not listed[path].text for path in expected)
