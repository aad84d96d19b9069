"""The comments as threads, each with a box for what this person may do now."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Role
from evaluations.comments.kinds import Kind
from evaluations.comments.models import ANSWERS, Comment, CommentState, Demand
from evaluations.comments.reach import unanswered
from evaluations.core.content.places import row_of
from evaluations.core.paths import WHOLE, Names
from evaluations.core.text.changes import Difference
from evaluations.fiscal_years.deadlines import deadline_text
from evaluations.records.models import SelfEvaluation

UrlOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a thread."""

    author: str
    role: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerBox:
    """The form under a thread; without a `name` it has only buttons, no text. `choices`: (name, label, options: (value, label, is chosen)) …"""

    url: str
    name: str
    label: str
    buttons: Sequence[tuple[str, str, bool]]
    text: str = ""
    error: str = ""
    hint: str = ""
    choices: Sequence[tuple[str, str, Sequence[tuple[str, str, bool]]]] = ()
    hidden: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """The context of components/comment.html.

    `standard`: (name, text, URL that opens the box with it) of each standard comment;
    `changes`: what the unit has changed at the place since the comment was written.
    """

    id: str
    kind: str
    cell_label: str
    cell_url: str
    state: tuple[str, str] | None = None
    demand: str = ""
    comments: Sequence[Said] = field(default_factory=tuple)
    answer: AnswerBox | None = None
    standard: Sequence[tuple[str, str, str]] = ()
    changes: Sequence[Difference] = ()


def thread(
    chain: Sequence[Comment],
    evaluation: SelfEvaluation,
    actor: Actor,
    url_of: UrlOf,
    *,
    typed: str | None = None,
    error: str = "",
) -> Thread:
    """A chain of comments (see `chains`), with what this person may do with the last one now; `typed` is a text refused because of `error`."""
    last = chain[-1]
    return Thread(
        id=_id(last.pk),
        kind=last.of_kind.label,
        cell_label=last.cell_name,
        cell_url=url_of(last.where),
        state=last.tag,
        demand=Demand(last.demand).label,
        comments=[said for comment in chain for said in _texts(comment)],
        answer=_box(last, evaluation, actor, typed, error),
    )


def _texts(comment: Comment) -> Iterator[Said]:
    facts = comment.of_kind.facts
    yield _said(comment.author, facts.opening.role, comment.at, comment.text)
    if facts.answering and comment.answered_by and comment.answered_at:
        yield _said(comment.answered_by, facts.answering.role, comment.answered_at, comment.answer)


def threads(
    listed: Iterable[Sequence[Comment]], evaluation: SelfEvaluation, actor: Actor, url_of: UrlOf
) -> list[Thread]:
    """The `thread` of each chain of comments, settled ones last."""
    ordered = sorted(listed, key=lambda chain: chain[-1].is_settled)
    return [thread(chain, evaluation, actor, url_of) for chain in ordered]


def of_last_round(chain: Sequence[Comment], evaluation: SelfEvaluation) -> bool:
    """Whether the reviewer has still to look at what came of a comment: it is not settled, and the unit has handed in again since."""
    last, handed_in_at = chain[-1], evaluation.handed_in_at
    is_in_review = evaluation.state in last.of_kind.facts.closing.states
    return not last.is_settled and is_in_review and handed_in_at is not None and last.at < handed_in_at


@dataclass(frozen=True, slots=True)
class NewComment:
    """What stands in the box for a new comment, why that was refused, and the standard comments that can be put there (see `Thread`)."""

    text: str = ""
    demand: str = Demand.MUST.value
    error: str = ""
    standard: Sequence[tuple[str, str, str]] = ()


def to_answer(evaluation: SelfEvaluation) -> list[tuple[str, str]]:
    """(cell, URL of its thread) of each comment that the unit has not answered, which most likely brings a submission back. One query."""
    page = reverse("shared_pages:document", args=(evaluation.pk,))
    waiting = unanswered(evaluation, by="unit").order_by("pk").values_list("pk", "cell_name")
    return [(name, f"{page}#{_id(number)}") for number, name in waiting]


def new_thread(
    evaluation_id: int,
    kinds: Sequence[Kind],
    where: str,
    names: Names,
    cell_url: str,
    *,
    typed: NewComment = NewComment(),
) -> Thread:
    """The box for a new comment on a cell, its row or the whole evaluation, with a button for each of `kinds`."""
    called = "或".join(kind.label for kind in kinds)
    places = [(place, names.of(place), place == where) for place in (where, row_of(where), WHOLE) if place]
    demands = [(each.value, each.label, each.value == typed.demand) for each in Demand]
    box = AnswerBox(
        url=reverse("shared_pages:comment", args=(evaluation_id,)),
        name="text",
        label=f"{called}内容",
        buttons=[(kind.value, f"发出{kind.label}", kind is kinds[0]) for kind in kinds],
        text=typed.text,
        error=typed.error,
        choices=(("where", "针对", list(dict.fromkeys(places))), ("demand", "要求", demands)),
    )
    return Thread("comment", called, names.of(where), cell_url, answer=box, standard=typed.standard)


def _id(number: int) -> str:
    return f"comment-{number}"


def _said(author: User, role: Role, at: datetime, text: str) -> Said:
    return Said(author.name, role.label, deadline_text(at), text)


def _box(comment: Comment, evaluation: SelfEvaluation, actor: Actor, typed: str | None, error: str) -> AnswerBox | None:
    if comment.is_settled:
        return None
    facts, called = comment.of_kind.facts, comment.of_kind.label
    if facts.answering and facts.answering.is_open_to(evaluation, actor):
        return AnswerBox(
            url=reverse("shared_pages:answer", args=(comment.pk,)),
            name="text",
            label="修改答复" if comment.answer else "答复",
            buttons=[(state.value, state.label, state == CommentState.FIXED) for state in ANSWERS],
            text=comment.answer if typed is None else typed,
            error=error,
            hint="按“已修改”可以不写，系统会记下改了什么；按“已说明”要写明理由。",
        )
    if not facts.closing.is_open_to(evaluation, actor):
        return None
    close = (CommentState.CLOSED.value, f"关闭{called}", False)
    url = reverse("shared_pages:settle", args=(comment.pk,))
    if comment.state not in ANSWERS or not facts.opening.is_open_to(evaluation, actor):
        return AnswerBox(url, "", "", (close,), error=error)
    again = (CommentState.RAISED_AGAIN.value, CommentState.RAISED_AGAIN.label, False)
    return AnswerBox(url, "text", f"{again[1]}的意见", (close, again), text=typed or "", error=error)
