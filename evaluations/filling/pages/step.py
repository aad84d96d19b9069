"""The context of a step's page: as stored, or with what could not be saved."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from accounts.models import User
from evaluations.access.evaluations import document_for
from evaluations.comments.models import Comment, CommentState
from evaluations.comments.services import comments_of
from evaluations.core.paths import Names
from evaluations.dossier.judging import judge
from evaluations.dossier.store import edition_of
from evaluations.filling.addresses import cell_url, step_url
from evaluations.filling.pages.company import company
from evaluations.filling.pages.contents import Shown, content
from evaluations.filling.pages.frame import Left, autosave_attributes, save_bar, step_nav
from evaluations.filling.pages.problems import cell_errors, problems_of, stranded_texts
from evaluations.filling.saving.editability import why_not_editable
from evaluations.filling.saving.store import Outcome
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import SelfEvaluation
from evaluations.shared_pages.threads import Thread, threads


def frame(
    person: User, evaluation: SelfEvaluation, step: Step, left: Mapping[str, Left] = MappingProxyType({})
) -> dict[str, Any]:
    """What every step's page shows around its own part; `left`: see `step_nav`."""
    edition = edition_of(evaluation)
    return {
        "evaluation": evaluation,
        "step": step,
        "step_title": step.title(edition),
        "step_url": step_url(evaluation.pk, step),
        "step_nav": step_nav(evaluation, edition, step, left),
        "why_not_editable": why_not_editable(evaluation, person),
        "edition_name": edition.name,
        "autosave": None,
        "problems": None,
        "stranded": [],
        "threads": [],
    }


def step_page(
    person: User, evaluation: SelfEvaluation, step: Step, undecided: Outcome | None = None, *, asked: bool = False
) -> dict[str, Any]:
    """The page of a step other than the last; `undecided` is what a save left to be decided, `asked`: see `Judgement`."""
    document = undecided.edited.document if undecided else document_for(person, evaluation)
    comments = [comment for comment in comments_of(evaluation) if _concerns(comment, step)]
    is_editable = not why_not_editable(evaluation, person)
    shown = Shown(
        evaluation_id=evaluation.pk,
        edition=edition_of(evaluation),
        document=document,
        step=step,
        is_editable=is_editable,
        judgement=judge(evaluation, document, with_peers=False, asked=asked),
        typed=undecided.merged.shown if undecided else {},
        errors=cell_errors(undecided) if undecided else {},
        comments=Counter(comment.where for comment in comments),
    )
    left = shown.left
    bar = save_bar(evaluation, step, left[step.code], is_saved=undecided is None)
    return {
        **frame(person, evaluation, step, left),
        "autosave": autosave_attributes(
            evaluation, step, undecided, company(evaluation, step, person) if is_editable else ""
        ),
        **(_left_open(shown, undecided) if undecided else {}),
        "save_bar": bar if is_editable else None,
        "threads": _threads(person, evaluation, step, comments),
        **content(shown),
    }


def _concerns(comment: Comment, step: Step) -> bool:
    return comment.state != CommentState.CLOSED and step_of(comment.where) is step


def _threads(person: User, evaluation: SelfEvaluation, step: Step, comments: Iterable[Comment]) -> list[Thread]:
    """The comments of the step; an answer leads back to it."""
    back = (("next", step_url(evaluation.pk, step)),)
    drawn = threads(comments, evaluation, person, lambda path: cell_url(evaluation.pk, path))
    return [replace(one, answer=one.answer and replace(one.answer, hidden=back)) for one in drawn]


def _left_open(shown: Shown, undecided: Outcome) -> dict[str, Any]:
    return {
        "problems": problems_of(Names(shown.edition, shown.document), undecided),
        "stranded": stranded_texts(shown.edition, shown.document, undecided.merged),
    }
