"""The template context of 检查与提交: the findings, what is not begun, and what could not be saved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from accounts.actors import Actor
from evaluations.access.evaluations import document_for
from evaluations.core.content import totals
from evaluations.core.findings.gathering import Card
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement, judge
from evaluations.filling import last_year
from evaluations.filling.addresses import checked_cell_url, step_url
from evaluations.filling.pages.frame import save_bar
from evaluations.filling.pages.problems import (
    Problems,
    cell_errors,
    explanation_faults,
    explanation_problems,
    explanations_typed,
    problems_of,
    stranded_explanations,
    stranded_texts,
)
from evaluations.filling.pages.progress import begun_steps, left, progress, shown_findings
from evaluations.filling.pages.step import frame
from evaluations.filling.saving.checked import Checked
from evaluations.filling.saving.opened import shut_cells
from evaluations.filling.steps import CHECK, step_of
from evaluations.panels.findings import FindingsPanel, Value, findings_panel
from evaluations.records.models import SelfEvaluation
from evaluations.shared_pages.threads import to_answer
from evaluations.workflow.transitions import possible, way_up

_NOTHING = Checked(None, ())
_CHANGEABLE = ("amount", "count", "date", "line", "long")


def check_page(
    actor: Actor, evaluation: SelfEvaluation, checked: Checked = _NOTHING, *, asked: bool = False
) -> dict[str, Any]:
    """The page as stored, or with what could not be saved of it; `asked`: see `Judgement`."""
    judgement = judge(evaluation, document_for(actor, evaluation))
    if asked:
        judgement = replace(judgement, asked=True)
    names, standing = Names(judgement.edition, judgement.document), progress(judgement)
    context = frame(actor, evaluation, CHECK, left(judgement))
    is_editable = not context["why_not_editable"]
    return {
        **context,
        "errors": sum(one.errors for one in standing),
        "unexplained": sum(one.unexplained for one in standing),
        "not_begun": [
            (one.step.title(judgement.edition), step_url(evaluation.pk, one.step))
            for one in standing
            if not one.is_begun
        ],
        "is_incomplete": bool(judgement.waiting),
        "unanswered": to_answer(evaluation) if is_editable else [],
        "findings": _findings(evaluation, judgement, names, checked, is_editable=is_editable),
        "save_bar": save_bar(evaluation, is_saved=checked.is_saved) if is_editable else None,
        "problems": _problems(names, checked),
        "stranded": _stranded(names, checked),
        "way_up": way_up(evaluation),
        "transitions": [] if is_editable else possible(evaluation, actor),
    }


def _findings(
    evaluation: SelfEvaluation, judgement: Judgement, names: Names, checked: Checked, *, is_editable: bool
) -> FindingsPanel:
    begun = begun_steps(judgement)
    shut = shut_cells(evaluation, judgement.document)
    values = _Values(judgement, names, checked, shut=shut, is_editable=is_editable)

    def sheet_of(path: str) -> str:
        step = step_of(judgement.edition, path)
        return step.title(judgement.edition) if step else names.sheet(path)

    return findings_panel(
        judgement,
        names,
        lambda path: checked_cell_url(evaluation.pk, judgement.edition, path),
        found=shown_findings(judgement),
        waiting=[finding for finding in judgement.waiting if step_of(judgement.edition, finding.where) in begun],
        editable=is_editable,
        sheet_of=sheet_of,
        value_of=values.of,
        typed=explanations_typed(checked.unexplained),
        errors=explanation_faults(checked.unexplained),
    )


class _Values:
    """The cells that can be changed beside their findings: not chapters, locked or shut cells, or totals that follow several parts."""

    def __init__(
        self,
        judgement: Judgement,
        names: Names,
        checked: Checked,
        *,
        shut: Mapping[str, str],
        is_editable: bool,
    ) -> None:
        edition, document = judgement.edition, judgement.document
        self._cells, self._names = judgement.cells if is_editable else {}, names
        self._following = totals.computed(edition, document)
        self._locked = {**last_year.refusals(edition, document, judgement.previous), **shut}
        self._typed: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        for outcome in checked.undecided:
            self._typed |= outcome.merged.shown
            self._errors |= cell_errors(outcome)
        self._shown: set[str] = set()

    def of(self, card: Card) -> Value | None:
        """The cell of a card; of a total and its only part, the part, which the total follows. Each cell is shown once."""
        where = card[0].where
        path = where if where not in self._following else next((one.where for one in card if one.where != where), "")
        cell = self._cells.get(path)
        if cell is None or cell.kind not in _CHANGEABLE or path in self._locked or path in self._shown:
            return None
        self._shown.add(path)
        name = self._names.of(path) if path != where else ""
        return Value(path, name, cell.kind, self._typed.get(path, cell.text), self._errors.get(path, ""))


def _problems(names: Names, checked: Checked) -> Problems | None:
    """Why something was not saved: of explanations and cells, in one list."""
    told = [problems_of(names, outcome) for outcome in checked.undecided]
    if checked.unexplained:
        told.append(explanation_problems(names, checked.unexplained, explanation_faults(checked.unexplained)))
    return Problems(told[0].title, [item for one in told for item in one.items]) if told else None


def _stranded(names: Names, checked: Checked) -> list[tuple[str, str]]:
    unexplained = stranded_explanations(names, checked.unexplained) if checked.unexplained else []
    cells = [
        text for outcome in checked.undecided for text in stranded_texts(names.edition, names.document, outcome.merged)
    ]
    return [*unexplained, *cells]
