"""The findings on an evaluation, as the components show them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby

from evaluations.core.findings import gathering
from evaluations.core.findings.finding import Finding
from evaluations.core.findings.gathering import Card
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement

Key = tuple[str, str]
UrlOf = Callable[[str], str]
"""A path's URL, or the title of its sheet."""

_TAGS: Mapping[str, str] = {"error": "错误", "warning": "需说明", "missing": "待填", "info": "提示"}
"""The severities, the worst first, and the blank cells that can wait until submission (missing)."""


@dataclass(frozen=True, slots=True)
class FindingItem:
    """A finding as components/findings.html shows it.

    `place` names its cell if that is not the card's; `sentence` is the report's sentence that states its figure; `units`: the other units
    whose texts it concerns; `comment_url` opens a comment with its message, "" if one can't be written; `alike_url` shows the texts that it
    found alike, "" for any other finding.
    """

    code: str
    severity: str
    tag: str
    place: str
    message: str
    found: str
    expected: str
    sentence: str
    units: str
    comment_url: str = ""
    alike_url: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A cell whose text can be changed beside its findings: what it is called ("" if the card says so), its kind and text, and why it was not stored."""

    path: str
    name: str
    kind: str
    text: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class FindingCard:
    """The findings of one cell, and the box for the reason if one is needed: `box` is its name, or "".

    `severity` is that of the worst finding. `explanations` are the reasons given; `lacks_one`: a warning has no reason yet. `value` is the cell
    to be changed here, if any; `then` the cell of the following card, or "".
    """

    where: str
    url: str
    label: str
    severity: str
    items: Sequence[FindingItem]
    box: str
    explanations: Sequence[str]
    text: str
    error: str
    lacks_one: bool
    value: Value | None = None
    then: str = ""
    has_box_above: bool = False

    @property
    def code(self) -> str:
        """The code of a single finding; "" for several, each of which says its own."""
        return self.items[0].code if len(self.items) == 1 else ""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The cards of one sheet, in form order; `counts`: how many findings of each severity, in words with the severity."""

    title: str
    counts: Sequence[tuple[str, str]]
    cards: Sequence[FindingCard]


@dataclass(frozen=True, slots=True)
class FindingsPanel:
    """The context of components/findings.html; `boxes`: how many reasons are asked for."""

    editable: bool
    groups: Sequence[FindingGroup]

    @property
    def boxes(self) -> int:
        """How many boxes for a reason there are."""
        return sum(bool(card.box) for group in self.groups for card in group.cards)


ValueOf = Callable[[Card], Value | None]
FindingUrl = Callable[[Finding], str]


def _no_value(_: Card) -> None:
    return None


def sentence_of(finding: Finding) -> str:
    """The report's sentence that states the figure of a finding; "" if there is none, or if the finding is on a chapter itself."""
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
    sheet_of: UrlOf | None = None,
    value_of: ValueOf = _no_value,
    comment_url: FindingUrl | None = None,
    alike_url: FindingUrl | None = None,
    typed: Mapping[Key, str] | None = None,
    errors: Mapping[Key, str] | None = None,
) -> FindingsPanel:
    """The findings, sheet by sheet and cell by cell in form order: all of them, or those in `found` and, as blank cells, those in `waiting`.

    `typed` explanations (by check and cell) replace the stored ones, with their `errors`. `names_units`: the bureau also sees the names of
    other units. `sheet_of`: the title of a cell's sheet, if not the edition's; `value_of`: the cell to be changed on a card, if any; `comment_url`:
    where a comment on a finding is written; `alike_url`: where the texts that a finding is about stand side by side.
    """
    drawing = _Findings(
        judgement,
        names,
        url_of,
        typed or {},
        errors or {},
        set(waiting),
        value_of,
        comment_url,
        alike_url,
        names_units=names_units,
    )
    shown = [*(judgement.findings if found is None else found), *waiting]
    gathered = gathering.cards(judgement.edition, judgement.document, shown, judgement.cells)
    cards = _in_a_row([drawing.card(card) for card in gathered])
    sheets = groupby(cards, key=lambda card: (sheet_of or names.sheet)(card.where))
    return FindingsPanel(editable, [_group(title, list(here)) for title, here in sheets])


def _in_a_row(cards: Sequence[FindingCard]) -> list[FindingCard]:
    """The cards, each knowing what stands above and below it."""
    placed: list[FindingCard] = []
    for number, card in enumerate(cards, 1):
        then = cards[number].where if number < len(cards) else ""
        placed.append(replace(card, then=then, has_box_above=any(above.box for above in placed)))
    return placed


def _group(title: str, cards: Sequence[FindingCard]) -> FindingGroup:
    found = Counter(item.severity for card in cards for item in card.items)
    return FindingGroup(title, [(f"{found[one]} 处{tag}", one) for one, tag in _TAGS.items() if found[one]], cards)


@dataclass(frozen=True)
class _Findings:
    judgement: Judgement
    names: Names
    url_of: UrlOf
    typed: Mapping[Key, str]
    errors: Mapping[Key, str]
    waiting: AbstractSet[Finding]
    value_of: ValueOf
    comment_url: FindingUrl | None
    alike_url: FindingUrl | None
    names_units: bool = field(kw_only=True)

    def card(self, card: Card) -> FindingCard:
        where, items = card[0].where, [self._item(finding, card[0].where) for finding in card]
        warnings = [one for one in card if one.severity == "warning" and one not in self.waiting]
        key = warnings[0].key if warnings else ("", "")
        given = self.judgement.explanations_of(warnings)
        severities = {item.severity for item in items}
        return FindingCard(
            where=where,
            url=self.url_of(where),
            label=self.names.of(where),
            severity=next(severity for severity in _TAGS if severity in severities),
            items=items,
            box=f"{key[0]}.{key[1]}" if warnings else "",
            explanations=given,
            text=self.typed.get(key, "\n".join(given)),
            error=self.errors.get(key, ""),
            lacks_one=any(not self.judgement.is_explained(finding) for finding in warnings),
            value=self.value_of(card),
        )

    def _item(self, finding: Finding, where: str) -> FindingItem:
        severity = "missing" if finding in self.waiting else finding.severity
        return FindingItem(
            code=finding.code,
            severity=severity,
            tag=_TAGS[severity],
            place=self.names.of(finding.where) if finding.where != where else "",
            message=finding.message,
            found=finding.found,
            expected=finding.expected,
            sentence=sentence_of(finding),
            units="、".join(finding.units) if self.names_units else "",
            comment_url=self.comment_url(finding) if self.comment_url else "",
            alike_url=self.alike_url(finding) if self.alike_url else "",
        )
