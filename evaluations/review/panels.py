"""What the components show of an evaluation besides its tables: findings, comments, the way that it went."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.urls import reverse

from accounts.models import Role, User
from evaluations.core import gathering
from evaluations.core.finding import Finding, Severity
from evaluations.core.gathering import Card
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
    ("warning", "需说明", "情况属实的，写一句说明；填错的，改正数字。"),
    ("info", "提示", ""),
)
_MISSING = ("待填", "填好后才能提交。")
_TAGS = {severity: title for severity, title, _ in _GROUPS}


@dataclass(frozen=True, slots=True)
class FindingItem:
    """A finding as components/findings.html shows it.

    `place` names its cell where that is another than the card's; `sentence` is that of the report in which its figure stands; `units`: the
    other units whose text it is about.
    """

    code: str
    severity: Severity
    tag: str
    place: str
    message: str
    found: str
    expected: str
    sentence: str
    units: str


@dataclass(frozen=True, slots=True)
class FindingCard:
    """The findings of one cell, and the one box for the reason of those that need one: `box` is its name, "" for none.

    `explanations` are the reasons given, `lacks_one`: a warning has none.
    """

    where: str
    url: str
    label: str
    items: Sequence[FindingItem]
    box: str
    explanations: Sequence[str]
    text: str
    error: str
    lacks_one: bool


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The cards whose worst finding is of one severity, or of what is `missing`; `count` is the number of the findings of that kind."""

    severity: str
    title: str
    hint: str
    count: int
    cards: Sequence[FindingCard]


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
    found: Sequence[Finding] | None = None,
    waiting: Sequence[Finding] = (),
    editable: bool = False,
    names_units: bool = False,
    typed: Mapping[Key, str] | None = None,
    errors: Mapping[Key, str] | None = None,
) -> FindingsPanel:
    """What the checks say, grouped, cell by cell in the order of the form: all of it, or only what is `found`; what is `waiting`
    to be filled in stands apart.

    `typed` explanations (by check and cell) stand in place of the stored ones, with their `errors`. `names_units`: for the bureau, which is
    told the names of other units.
    """
    drawing = _Findings(judgement, names, url_of, typed or {}, errors or {}, names_units=names_units)

    def gathered(findings: Iterable[Finding]) -> list[Card]:
        return gathering.cards(judgement.edition, judgement.document, findings)

    cards, groups = gathered(judgement.findings if found is None else found), []
    for severity, title, hint in _GROUPS:
        here = [card for card in cards if _worst(card) == severity]
        if here:
            count = sum(finding.severity == severity for card in cards for finding in card)
            groups.append(
                FindingGroup(severity, title, hint if editable else "", count, [drawing.card(card) for card in here])
            )
    if waiting:
        blank = [replace(drawing.card(card), box="") for card in gathered(waiting)]
        groups.insert(
            groups[0].severity == "error" if groups else 0, FindingGroup("missing", *_MISSING, len(waiting), blank)
        )
    return FindingsPanel(editable, groups)


def _worst(card: Card) -> Severity:
    return next(severity for severity, _, _ in _GROUPS if any(finding.severity == severity for finding in card))


@dataclass(frozen=True)
class _Findings:
    judgement: Judgement
    names: Names
    url_of: UrlOf
    typed: Mapping[Key, str]
    errors: Mapping[Key, str]
    names_units: bool = field(kw_only=True)

    def card(self, card: Card) -> FindingCard:
        where, warnings = card[0].where, [finding for finding in card if finding.severity == "warning"]
        key = warnings[0].key if warnings else ("", "")
        given = self.judgement.explanations_of(warnings)
        return FindingCard(
            where=where,
            url=self.url_of(where),
            label=self.names.of(where),
            items=[self._item(finding, where) for finding in card],
            box=f"{key[0]}.{key[1]}" if warnings else "",
            explanations=given,
            text=self.typed.get(key, "\n".join(given)),
            error=self.errors.get(key, ""),
            lacks_one=any(not self.judgement.is_explained(finding) for finding in warnings),
        )

    def _item(self, finding: Finding, where: str) -> FindingItem:
        return FindingItem(
            code=finding.code,
            severity=finding.severity,
            tag=_TAGS[finding.severity],
            place=self.names.of(finding.where) if finding.where != where else "",
            message=finding.message,
            found=finding.found,
            expected=finding.expected,
            sentence=sentence_of(finding),
            units="、".join(finding.units) if self.names_units else "",
        )


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
