"""The context of a step's page: as stored, or with what could not be saved."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from accounts.models import User
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.paths import Names
from evaluations.dossier.judging import judge
from evaluations.dossier.store import edition_of
from evaluations.filling import pages
from evaluations.filling.contents import Marks, content
from evaluations.filling.editability import why_not_editable
from evaluations.filling.saving import Undecided
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import SelfEvaluation
from evaluations.review.access import document_for
from evaluations.review.comments import comments_of
from evaluations.review.models import Comment, CommentState
from evaluations.review.panels import Thread, threads


def frame(person: User, evaluation: SelfEvaluation, step: Step) -> dict[str, Any]:
    """What every step's page shows around its own part."""
    edition = edition_of(evaluation)
    return {
        "evaluation": evaluation,
        "step": step,
        "step_title": step.title(edition),
        "step_url": pages.step_url(evaluation.pk, step),
        "step_nav": pages.step_nav(evaluation, edition, step),
        "why_not_editable": why_not_editable(evaluation, person),
        "edition_name": edition.name,
        "problems": None,
        "stranded": [],
        "threads": [],
    }


def step_page(
    person: User, evaluation: SelfEvaluation, step: Step, undecided: Undecided | None = None
) -> dict[str, Any]:
    """The page of a step other than the last; `undecided` is what a save left to be decided."""
    edition = edition_of(evaluation)
    document = undecided.edited.document if undecided else document_for(person, evaluation)
    comments = [comment for comment in comments_of(evaluation) if _concerns(comment, step)]
    marks = _marks(evaluation, document, comments, undecided)
    context = frame(person, evaluation, step)
    is_editable = not context["why_not_editable"]
    return {
        **context,
        **_left_open(edition, undecided),
        "save_bar": pages.save_bar(evaluation, step, is_saved=undecided is None) if is_editable else None,
        "threads": _threads(person, evaluation, step, comments),
        **content(evaluation.pk, edition, document, step, marks, is_editable=is_editable),
    }


def _concerns(comment: Comment, step: Step) -> bool:
    return comment.state != CommentState.CLOSED and step_of(comment.where) is step


def _marks(
    evaluation: SelfEvaluation, document: Document, comments: Iterable[Comment], undecided: Undecided | None
) -> Marks:
    judgement = judge(evaluation, document, with_peers=False)
    return Marks(
        typed=undecided.merged.shown if undecided else {},
        errors=pages.cell_errors(undecided) if undecided else {},
        findings=judgement.findings,
        explained=frozenset(finding.key for finding in judgement.warnings if judgement.explanation(finding)),
        comments=Counter(comment.where for comment in comments),
    )


def _threads(person: User, evaluation: SelfEvaluation, step: Step, comments: Iterable[Comment]) -> list[Thread]:
    """The comments of the step; an answer leads back to it."""
    back = (("next", pages.step_url(evaluation.pk, step)),)
    drawn = threads(comments, evaluation, person, lambda path: pages.cell_url(evaluation.pk, path))
    return [replace(one, answer=one.answer and replace(one.answer, hidden=back)) for one in drawn]


def _left_open(edition: Edition, undecided: Undecided | None) -> dict[str, Any]:
    if undecided is None:
        return {}
    names = Names(edition, undecided.edited.document)
    return {
        "problems": pages.problems(names, undecided),
        "stranded": pages.stranded(edition, undecided.edited.document, undecided.merged),
    }
