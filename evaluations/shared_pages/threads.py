"""The comments on a cell as threads, each with the box for what this person may do now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from evaluations.access.rights import PREPARER, REVIEWER
from evaluations.comments.models import Comment, CommentState
from evaluations.fiscal_years.deadlines import shown
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE, State

UrlOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a thread."""

    author: str
    role: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """The form under a thread; without a `name` it has no text, only buttons."""

    url: str
    name: str
    label: str
    buttons: Sequence[tuple[str, str, bool]]
    text: str = ""
    error: str = ""
    hidden: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """The context of components/comment.html."""

    id: str
    cell_label: str
    cell_url: str
    state: tuple[str, str] | None = None
    comments: Sequence[Said] = field(default_factory=tuple)
    answer: Box | None = None


def thread(
    comment: Comment,
    evaluation: SelfEvaluation,
    person: User,
    url_of: UrlOf,
    *,
    typed: str | None = None,
    error: str = "",
) -> Thread:
    """A comment with what this person may do to it now; `typed` is an answer that could not be taken, because of `error`."""
    texts = [_said(comment.author, comment.at, comment.text)]
    if comment.answered_by and comment.answered_at:
        texts.append(_said(comment.answered_by, comment.answered_at, comment.answer))
    return Thread(
        id=f"comment-{comment.pk}",
        cell_label=comment.cell_name,
        cell_url=url_of(comment.where),
        state=(comment.stage.label, comment.stage.tone),
        comments=texts,
        answer=_box(comment, evaluation, person, comment.answer if typed is None else typed, error),
    )


def threads(comments: Iterable[Comment], evaluation: SelfEvaluation, person: User, url_of: UrlOf) -> list[Thread]:
    """`thread` of each of an evaluation's comments, those that are not closed first."""
    ordered = sorted(comments, key=lambda comment: comment.state == CommentState.CLOSED)
    return [thread(comment, evaluation, person, url_of) for comment in ordered]


def new_thread(evaluation_id: int, where: str, name: str, cell_url: str, *, typed: str = "", error: str = "") -> Thread:
    """The box for a new comment on a cell."""
    box = Box(
        url=reverse("shared_pages:comment", args=(evaluation_id,)),
        name="text",
        label="批注内容",
        buttons=(("comment", "发出批注", True),),
        text=typed,
        error=error,
        hidden=(("where", where),),
    )
    return Thread("comment", name, cell_url, answer=box)


def may_comment(evaluation: SelfEvaluation, person: User) -> bool:
    """Whether this person may write comments now."""
    return evaluation.state == State.SUBMITTED and REVIEWER.held(evaluation, person)


def _said(author: User, at: datetime, text: str) -> Said:
    return Said(author.name, author.role_label, shown(at), text)


def _box(comment: Comment, evaluation: SelfEvaluation, person: User, answer: str, error: str) -> Box | None:
    if comment.state == CommentState.CLOSED:
        return None
    if evaluation.state in EDITABLE and PREPARER.held(evaluation, person):
        return Box(
            url=reverse("shared_pages:answer", args=(comment.pk,)),
            name="text",
            label="修改答复" if comment.answer else "答复",
            buttons=(("answer", "答复", True),),
            text=answer,
            error=error,
        )
    if may_comment(evaluation, person):
        url = reverse("shared_pages:close", args=(comment.pk,))
        return Box(url, "", "", (("close", "关闭批注", False),), error=error)
    return None
