"""What the components show of an evaluation besides its tables: findings and comments."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evaluations.core.findings import gathering
from evaluations.core.findings.finding import Finding, Severity
from evaluations.core.findings.gathering import Card
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement

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
