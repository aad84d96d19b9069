"""What the components show of an evaluation besides its tables: findings, comments, the way that it went."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from accounts.models import Role, User
from evaluations.core.finding import Finding, Severity
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement
from evaluations.fiscal_years.deadlines import shown
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE, State
from evaluations.review.models import Comment, CommentState, Event
from evaluations.review.rights import PREPARER, REVIEWER
from evaluations.review.workflow import LABELS

Key = tuple[str, str]
UrlOf = Callable[[str], str]

_GROUPS: Sequence[tuple[Severity, str, str]] = (
    ("error", "错误", "改正后才能提交。"),
    ("warning", "待说明", "情况属实的，写一句说明；填错的，改正数字。"),
    ("info", "提示", ""),
)


@dataclass(frozen=True, slots=True)
class FindingItem:
    """A finding as components/findings.html shows it; `sentence` is that of the report in which its figure stands."""

    code: str
    where: str
    url: str
    label: str
    message: str
    found: str
    expected: str
    explanation: str
    error: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one severity."""

    severity: Severity
    title: str
    hint: str
    items: Sequence[FindingItem]


@dataclass(frozen=True, slots=True)
class FindingsPanel:
    """The context of components/findings.html."""

    editable: bool
    groups: Sequence[FindingGroup]


def sentence_of(finding: Finding) -> str:
    """The report's sentence in which the figure of a finding stands; "" when there is none, or the finding is on a chapter itself."""
    return next(iter(finding.quotes), "") if finding.where.startswith("report.figures.") else ""


def findings_panel(
    judgement: Judgement,
    names: Names,
    url_of: UrlOf,
    *,
    editable: bool = False,
    typed: Mapping[Key, str] | None = None,
    errors: Mapping[Key, str] | None = None,
) -> FindingsPanel:
    """What the checks say, grouped; `typed` explanations (by check and cell) stand in place of the stored ones, with their `errors`."""
    typed, errors = typed or {}, errors or {}

    def item(finding: Finding) -> FindingItem:
        return FindingItem(
            code=finding.code,
            where=finding.where,
            url=url_of(finding.where),
            label=names.of(finding.where),
            message=finding.message,
            found=finding.found,
            expected=finding.expected,
            explanation=typed.get(finding.key, judgement.explanation(finding)),
            error=errors.get(finding.key, ""),
            sentence=sentence_of(finding),
        )

    found = {"error": judgement.errors, "warning": judgement.warnings, "info": judgement.infos}
    groups = [
        FindingGroup(severity, title, hint if editable else "", [item(finding) for finding in found[severity]])
        for severity, title, hint in _GROUPS
        if found[severity]
    ]
    return FindingsPanel(editable, groups)


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
        url=reverse("review:comment", args=(evaluation_id,)),
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
    return Said(author.name, Role(author.role).label if author.role else "", shown(at), text)


def _box(comment: Comment, evaluation: SelfEvaluation, person: User, answer: str, error: str) -> Box | None:
    if comment.state == CommentState.CLOSED:
        return None
    if evaluation.state in EDITABLE and PREPARER.held(evaluation, person):
        return Box(
            url=reverse("review:answer", args=(comment.pk,)),
            name="text",
            label="修改答复" if comment.answer else "答复",
            buttons=(("answer", "答复", True),),
            text=answer,
            error=error,
        )
    if may_comment(evaluation, person):
        url = reverse("review:close", args=(comment.pk,))
        return Box(url, "", "", (("close", "关闭批注", False),), error=error)
    return None


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of 办理记录."""

    label: str
    actor: str
    role: str
    at: str
    state: str
    tone: str
    comment: str


def happened(events: Iterable[Event], person: User) -> list[Happened]:
    """The events of an evaluation in the words for this person."""
    is_bureau = person.role in (Role.REVIEWER, Role.MANAGER)
    return [_happened(event, State(event.target), is_bureau=is_bureau) for event in events]


def _happened(event: Event, target: State, *, is_bureau: bool) -> Happened:
    return Happened(
        label=LABELS[event.transition],
        actor=event.actor.name,
        role=Role(event.actor.role).label if event.actor.role else "",
        at=shown(event.at),
        state=target.for_bureau if is_bureau else target.for_unit,
        tone=target.tone,
        comment=event.comment,
    )
