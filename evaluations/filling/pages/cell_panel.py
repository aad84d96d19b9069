"""All about one cell, shown beside the sheet while the cell has the focus."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from accounts.actors import Actor
from evaluations.access.evaluations import document_for
from evaluations.comments.reach import chains, comments_of
from evaluations.core.content.cells import cells
from evaluations.core.content.places import row_of
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement, judge
from evaluations.dossier.store import edition_of
from evaluations.filling.addresses import cell_url
from evaluations.filling.pages.problems import explanation_faults, explanations_typed
from evaluations.filling.pages.progress import shown_findings
from evaluations.filling.saving.editability import why_not_editable
from evaluations.filling.saving.explanations import Unexplained
from evaluations.filling.steps import REPORT, Step
from evaluations.panels.edits import Edited, edits_of
from evaluations.panels.findings import FindingCard, findings_panel
from evaluations.records.models import SelfEvaluation
from evaluations.shared_pages.threads import Thread, thread


@dataclass(frozen=True, slots=True)
class CellPanel:
    """The context of filling/cell_panel.html; `last_year` is the text of the same cell then, "" if there is none.

    `can_take`: whether last year's may be put in by one press; texts are written anew.
    """

    path: str
    label: str
    definitions: Sequence[str]
    year: int
    last_year: str
    can_take: bool
    cards: Sequence[FindingCard]
    threads: Sequence[Thread]
    edits: Sequence[Edited]
    revision: int
    is_editable: bool


def cell_panel(
    actor: Actor, evaluation: SelfEvaluation, step: Step, path: str, unexplained: Unexplained | None = None
) -> CellPanel | None:
    """All about the cell at `path` of a step; None if the document has no such cell. `unexplained`: a reason that was not stored."""
    document = document_for(actor, evaluation)
    judgement = judge(evaluation, document, with_peers=step is REPORT)
    if path not in judgement.cells:
        return None
    names = Names(judgement.edition, document)
    is_editable = not why_not_editable(evaluation, actor)
    return CellPanel(
        path=path,
        label=names.of(path),
        definitions=judgement.edition.definitions_of(path),
        year=document.fiscal_year - 1,
        last_year=_last_year(judgement, path),
        can_take=is_editable and judgement.cells[path].is_number,
        cards=_cards(evaluation, judgement, names, path, unexplained, is_editable=is_editable),
        threads=_threads(actor, evaluation, path),
        edits=edits_of(evaluation, path),
        revision=evaluation.revision,
        is_editable=is_editable,
    )


def _last_year(judgement: Judgement, path: str) -> str:
    """Cells of rows are left out: last year's rows are others."""
    if judgement.previous is None or path not in judgement.edition.cells:
        return ""
    then = cells(judgement.edition, judgement.previous).get(path)
    return then.text if then else ""


def _cards(
    evaluation: SelfEvaluation,
    judgement: Judgement,
    names: Names,
    path: str,
    unexplained: Unexplained | None,
    *,
    is_editable: bool,
) -> Sequence[FindingCard]:
    here = [finding for finding in shown_findings(judgement) if finding.where == path]
    panel = findings_panel(
        judgement,
        names,
        lambda where: cell_url(evaluation.pk, judgement.edition, where),
        found=here,
        editable=is_editable,
        typed=explanations_typed(unexplained),
        errors=explanation_faults(unexplained),
    )
    return [card for group in panel.groups for card in group.cards]


def _threads(actor: Actor, evaluation: SelfEvaluation, path: str) -> Sequence[Thread]:
    found = chains(comments_of(evaluation, actor).filter(where__in=(path, row_of(path))))
    standing = [chain for chain in found if not chain[-1].is_settled]
    url_of = partial(cell_url, evaluation.pk, edition_of(evaluation))
    return [thread(chain, evaluation, actor, url_of) for chain in standing]
