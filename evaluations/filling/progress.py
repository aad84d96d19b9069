"""How far each step is: nothing yet, under way, errors, warnings to explain, comments to answer, done; and what changed since. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from evaluations.core.cells import Cell
from evaluations.core.finding import Finding
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
    def left(self) -> list[tuple[str, str]]:
        """What the checks leave to be done, in words with a tone; nothing on a step that is not begun."""
        return counted(self.errors, self.unexplained) if self.is_begun else []

    @property
    def states(self) -> list[tuple[str, str]]:
        """In words, each with its tone."""
        counted = [*self.left, *([(f"{self.comments} 条意见", "attention")] if self.comments else ())]
        hint = [(f"{self.stale} 句数据已变化", "attention")] if self.stale else []
        if not self.is_begun:
            return [("未开始", "neutral"), *counted]
        if self.is_done:
            return [("已完成", "done"), *hint]
        return [*(counted or [(f"填写中，{self.blank} 项未填", "waiting")]), *hint]


def is_begun(standing: Iterable[Progress]) -> bool:
    """Whether the form itself is begun: the details may come from the account alone."""
    return any(one.is_begun for one in standing if one.step is not DETAILS)


def counted(errors: int, unexplained: int) -> list[tuple[str, str]]:
    """Numbers of findings in words, each with its tone; those of 0 are left out."""
    counts = ((errors, "处错误", "error"), (unexplained, "处待说明", "attention"))
    return [(f"{count} {what}", tone) for count, what, tone in counts if count]


def progress(
    listed: Mapping[str, Cell],
    findings: Iterable[Finding],
    is_explained: Callable[[Finding], bool],
    commented: Iterable[str] = (),
    stale: int = 0,
) -> list[Progress]:
    """The progress of each step before the last.

    `listed`: all cells of the document; `findings`: all on it; `commented`: the paths of the comments that await an answer;
    `stale`: how many sentences of the report state figures that have changed.
    """
    filled = Counter(step_of(path) for path, cell in listed.items() if cell.text)
    findings = list(findings)
    errors = Counter(step_of(finding.where) for finding in findings if finding.severity == "error")
    unexplained = Counter(
        step_of(finding.where) for finding in findings if finding.severity == "warning" and not is_explained(finding)
    )
    comments = Counter(map(step_of, commented))
    stale_on = {REPORT: stale}
    return [
        Progress(
            step,
            filled[step] > 0,
            _blank(step, listed),
            errors[step],
            unexplained[step],
            comments[step],
            stale_on.get(step, 0),
        )
        for step in STEPS
        if step is not CHECK
    ]


def left(
    listed: Mapping[str, Cell], findings: Iterable[Finding], is_explained: Callable[[Finding], bool]
) -> Mapping[str, list[tuple[str, str]]]:
    """What the checks leave to be done on each step before the last, by its code, in words with a tone."""
    return {one.step.code: one.left for one in progress(listed, findings, is_explained)}


def _blank(step: Step, listed: Mapping[str, Cell]) -> int:
    expected = (path for path in listed if step_of(path) is REPORT) if step is REPORT else _EXPECTED.get(step, ())
    return sum(not listed[path].text for path in expected)
