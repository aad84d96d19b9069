"""The template context of a step's page: as stored, or with what could not be saved."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from accounts.actors import Actor
from evaluations.access.evaluations import document_for
from evaluations.comments.models import Comment
from evaluations.comments.reach import all_comments_of, chains
from evaluations.core.content.places import seat
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names
from evaluations.dossier.judging import judge
from evaluations.dossier.store import edition_of
from evaluations.filling.addresses import cell_url, step_url
from evaluations.filling.own_years import may_have_comments
from evaluations.filling.pages.company import company
from evaluations.filling.pages.contents import StepContents
from evaluations.filling.pages.frame import Left, autosave_attributes, save_bar, step_nav, title_of
from evaluations.filling.pages.opening import opening
from evaluations.filling.pages.own_part import own_part
from evaluations.filling.pages.problems import cell_errors, problems_of, stranded_texts
from evaluations.filling.saving.editability import why_not_editable
from evaluations.filling.saving.opened import opened_in
from evaluations.filling.saving.store import Outcome
from evaluations.filling.steps import Step, lead_of, step_of
from evaluations.records.models import SelfEvaluation
from evaluations.shared_pages.threads import Thread, thread


def frame(
    actor: Actor, evaluation: SelfEvaluation, step: Step, left: Mapping[str, Left] = MappingProxyType({})
) -> dict[str, Any]:
    """What each step's page shows around the step's own part; `left`: see `step_nav`."""
    edition = edition_of(evaluation)
    return {
        "evaluation": evaluation,
        "step": step,
        "step_title": title_of(step, evaluation),
        "lead": lead_of(step, edition),
        "step_url": step_url(evaluation.pk, step),
        "step_nav": step_nav(evaluation, step, left),
        "why_not_editable": why_not_editable(evaluation, actor),
        "edition_name": edition.name,
        "autosave": None,
        "problems": None,
        "stranded": [],
        "opening": None,
        "threads": [],
    }


def step_page(
    actor: Actor, evaluation: SelfEvaluation, step: Step, undecided: Outcome | None = None, *, asked: bool = False
) -> dict[str, Any]:
    """The page of any step but the last; `undecided` is the outcome of a save that left something to decide; `asked`: see `Judgement`."""
    edition = edition_of(evaluation)
    document = undecided.edited.document if undecided else document_for(actor, evaluation)
    comments = all_comments_of(evaluation, actor) if may_have_comments(evaluation) else ()
    concerning = [chain for chain in chains(comments) if _concerns(chain[-1], edition, step)]
    is_editable = not why_not_editable(evaluation, actor)
    judgement = judge(evaluation, document, with_peers=False, asked=asked)
    opened = opened_in(evaluation, document) if is_editable else None
    shown = StepContents(
        evaluation_id=evaluation.pk,
        edition=edition,
        document=document,
        step=step,
        is_editable=is_editable,
        judgement=judgement,
        typed=undecided.merged.shown if undecided else {},
        errors=cell_errors(undecided) if undecided else {},
        opened=opened,
        comments=Counter(seat(judgement.cells, chain[-1].where) for chain in concerning),
    )
    bar = save_bar(evaluation, is_saved=undecided is None)
    return {
        **frame(actor, evaluation, step, shown.left),
        "autosave": autosave_attributes(
            evaluation, step, undecided, company(evaluation, step, actor) if is_editable else ""
        ),
        **(_left_open(shown, undecided) if undecided else {}),
        "save_bar": bar if is_editable else None,
        "opening": opened and opening(evaluation.pk, step, opened, shown.cells, Names(edition, document)),
        "threads": _threads(actor, shown, evaluation, concerning),
        **own_part(shown),
    }


def _concerns(comment: Comment, edition: Edition, step: Step) -> bool:
    return not comment.is_settled and step_of(edition, comment.where) is step


def _threads(
    actor: Actor, shown: StepContents, evaluation: SelfEvaluation, concerning: Iterable[Sequence[Comment]]
) -> list[Thread]:
    """The comments of the step; an answer leads back to it."""
    back = (("next", step_url(evaluation.pk, shown.step)),)

    def url_of(path: str) -> str:
        return cell_url(evaluation.pk, shown.edition, seat(shown.cells, path))

    return [
        replace(one, answer=one.answer and replace(one.answer, hidden=back))
        for chain in concerning
        for one in (thread(chain, evaluation, actor, url_of),)
    ]


def _left_open(shown: StepContents, undecided: Outcome) -> dict[str, Any]:
    return {
        "problems": problems_of(Names(shown.edition, shown.document), undecided),
        "stranded": stranded_texts(shown.edition, shown.document, undecided.merged),
    }
