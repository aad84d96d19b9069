"""The progress of each step (not begun, in progress, errors, warnings to explain, comments to answer, done), and what has changed since. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from evaluations.core.findings.finding import Finding
from evaluations.core.form.once import once_each
from evaluations.dossier.judging import Judgement
from evaluations.filling.steps import CHECK, DETAILS, REPORT, Step, step_of, steps_of

# Cells besides the report that every unit fills in although no check requires it: while one is blank, its step is not done.
_EXPECTED = (
    "preparer.name",
    "preparer.phone",
    "filing_date",
    "self_assessment.execution_score",
    "self_assessment.expected_objective",
    "self_assessment.actual_completion",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """One step: whether anybody has filled anything in, what remains, and (only as a hint) how many sentences state figures that have changed.

    `blank` counts the cells that are still blank but not errors yet, `required` those among them that submission requires.
    """

    step: Step
    is_begun: bool
    blank: int
    errors: int
    unexplained: int
    comments: int
    stale: int = 0
    required: int = 0

    @property
    def is_done(self) -> bool:
        """Whether nothing remains to be done here."""
        return self.is_begun and not (self.blank or self.errors or self.unexplained or self.comments)

    @property
    def left(self) -> list[tuple[str, str]]:
        """What the checks still require, in words with a tone; nothing for a step that has not been begun."""
        return counted(self.errors, self.unexplained, self.blank) if self.is_begun else []

    @property
    def states(self) -> list[tuple[str, str]]:
        """The step's state in one word, then what remains, each with its tone."""
        remaining = [*self.left, *([(f"{self.comments} 条意见", "attention")] if self.comments else ())]
        hint = [(f"{self.stale} 句数据已变化", "attention")] if self.stale else []
        if self.is_done:
            return [("已完成", "done"), *hint]
        if not self.is_begun and not self.comments:
            return [("未开始", "neutral")]
        return [under_way(self.errors + self.unexplained + self.comments), *remaining, *(hint if self.is_begun else ())]


def under_way(to_settle: int) -> tuple[str, str]:
    """The word for a step that is neither untouched nor done: whether something on it must be settled, or only filled in."""
    return ("需处理", "attention") if to_settle else ("填写中", "waiting")


def is_begun(standing: Iterable[Progress]) -> bool:
    """Whether the form has been begun, apart from the details, which may come from the account."""
    return any(one.is_begun for one in standing if one.step is not DETAILS)


def counted(errors: int, unexplained: int, blank: int) -> list[tuple[str, str]]:
    """What is left, in words with a tone; zero counts are omitted."""
    counts = (
        (errors, f"{errors} 处错误", "error"),
        (unexplained, f"{unexplained} 处需说明", "attention"),
        (blank, f"待填 {blank} 项", "waiting"),
    )
    return [(words, tone) for count, words, tone in counts if count]


def progress(judgement: Judgement, commented: Iterable[str] = (), stale: int = 0) -> list[Progress]:
    """The progress of each step before the last.

    `commented`: the paths of the comments that need an answer; `stale`: how many sentences of the report state figures that have changed.
    """
    begun, shown, owner = begun_steps(judgement), shown_findings(judgement), partial(step_of, judgement.edition)
    errors = Counter(owner(finding.where) for finding in shown if finding.severity == "error")
    unexplained = Counter(
        owner(finding.where)
        for finding in shown
        if finding.severity == "warning" and not judgement.is_explained(finding)
    )
    comments = Counter(map(owner, commented))
    waiting = {finding.where for finding in judgement.waiting}
    required, blank = Counter(map(owner, waiting)), Counter(map(owner, waiting | set(_blank(judgement))))
    stale_on = {REPORT: stale}
    return [
        Progress(
            step,
            step in begun,
            blank[step],
            errors[step],
            unexplained[step],
            comments[step],
            stale_on.get(step, 0),
            required[step],
        )
        for step in steps_of(judgement.edition)
        if step is not CHECK
    ]


@once_each
def begun_steps(judgement: Judgement) -> set[Step | None]:
    """The steps on which somebody has filled in something; all steps once somebody has tried to submit."""
    edition = judgement.edition
    return set(steps_of(edition)) if judgement.asked else {step_of(edition, path) for path in judgement.typed}


@once_each
def shown_findings(judgement: Judgement) -> list[Finding]:
    """The findings to be shown and counted, except those on steps that nobody has begun and those that can wait."""
    begun = begun_steps(judgement)
    return [finding for finding in judgement.due if step_of(judgement.edition, finding.where) in begun]


@once_each
def left(judgement: Judgement) -> Mapping[str, list[tuple[str, str]]]:
    """What the checks still require on each step before the last, by its code, in words with a tone."""
    return {one.step.code: one.left or ([("已完成", "done")] if one.is_done else []) for one in progress(judgement)}


def _blank(judgement: Judgement) -> Iterator[str]:
    """The blank cells that every unit fills in although no check requires it, except those that are already errors."""
    wrong = {finding.where for finding in judgement.due if finding.severity == "error"}
    for path, cell in judgement.cells.items():
        if cell.text or path in wrong:
            continue
        if path in _EXPECTED or step_of(judgement.edition, path) is REPORT:
            yield path
