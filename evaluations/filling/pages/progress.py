"""The progress of each step (not begun, under way, errors, warnings to explain, comments to answer, done), and what has changed since. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evaluations.core.findings.finding import Finding
from evaluations.dossier.judging import Judgement
from evaluations.filling.steps import CHECK, DETAILS, REPORT, STEPS, Step, step_of

# Cells that every unit fills in although no check demands it, besides the report: while one is blank, its step is not done.
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
    """One step: whether anything is filled in by a person, how many things remain, and how many sentences state figures that have changed: only a hint.

    `blank` counts the cells that wait to be filled in without being errors yet, `required` those of them that submission asks for.
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
        """What the checks leave to be done, in words with a tone; nothing on a step that is not begun."""
        return counted(self.errors, self.unexplained, self.blank) if self.is_begun else []

    @property
    def states(self) -> list[tuple[str, str]]:
        """In words, each with its tone."""
        remaining = [*self.left, *([(f"{self.comments} 条意见", "attention")] if self.comments else ())]
        hint = [(f"{self.stale} 句数据已变化", "attention")] if self.stale else []
        if not self.is_begun:
            return [("未开始", "neutral"), *remaining]
        if self.is_done:
            return [("已完成", "done"), *hint]
        return [*remaining, *hint]


def is_begun(standing: Iterable[Progress]) -> bool:
    """Whether the form itself is begun: the details may come from the account alone."""
    return any(one.is_begun for one in standing if one.step is not DETAILS)


def counted(errors: int, unexplained: int, blank: int) -> list[tuple[str, str]]:
    """What is left in words, each with its tone; numbers of 0 are left out."""
    counts = (
        (errors, f"{errors} 处错误", "error"),
        (unexplained, f"{unexplained} 处需说明", "attention"),
        (blank, f"待填 {blank} 项", "waiting"),
    )
    return [(words, tone) for count, words, tone in counts if count]


def progress(judgement: Judgement, commented: Iterable[str] = (), stale: int = 0) -> list[Progress]:
    """The progress of each step before the last.

    `commented`: the paths of the comments that await an answer; `stale`: how many sentences of the report state figures that have changed.
    """
    begun, shown = begun_steps(judgement), shown_findings(judgement)
    errors = Counter(step_of(finding.where) for finding in shown if finding.severity == "error")
    unexplained = Counter(
        step_of(finding.where)
        for finding in shown
        if finding.severity == "warning" and not judgement.is_explained(finding)
    )
    comments = Counter(map(step_of, commented))
    waiting = {finding.where for finding in judgement.waiting}
    required, blank = Counter(map(step_of, waiting)), Counter(map(step_of, waiting | set(_blank(judgement))))
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
        for step in STEPS
        if step is not CHECK
    ]


def begun_steps(judgement: Judgement) -> set[Step | None]:
    """The steps on which a person filled in something; all, once submission is asked for."""
    return set(STEPS) if judgement.asked else set(map(step_of, judgement.typed))


def shown_findings(judgement: Judgement) -> list[Finding]:
    """The findings to be shown and counted as such: not those on a step that nobody has begun, nor what may wait to be filled in."""
    begun = begun_steps(judgement)
    return [finding for finding in judgement.shown if step_of(finding.where) in begun]


def left(judgement: Judgement) -> Mapping[str, list[tuple[str, str]]]:
    """What the checks leave to be done on each step before the last, by its code, in words with a tone."""
    return {one.step.code: one.left for one in progress(judgement)}


def _blank(judgement: Judgement) -> Iterator[str]:
    """The blank cells that every unit fills in although no check demands it, save those that are errors already."""
    wrong = {finding.where for finding in judgement.shown if finding.severity == "error"}
    for path, cell in judgement.cells.items():
        is_expected = path in _EXPECTED or step_of(path) is REPORT
        if is_expected and not cell.text and path not in wrong:
            yield path
