"""What the step 绩效指标 shows beside its cells: weights by first level, how values were read, suggested scores with reasons, the library.

The page (`annotate`, `meters`) and the answer to a save (`extras`) show the same.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from evaluations.contents.store import used_earlier
from evaluations.core import paths
from evaluations.core.basics.values import NOT_APPLICABLE, show_amount
from evaluations.core.content import library
from evaluations.core.content.library import OfferedIndicator
from evaluations.core.form.document import Document, Indicator
from evaluations.core.form.edition import Edition
from evaluations.core.form.kept import OnceARow
from evaluations.core.paths import value_at
from evaluations.core.scores import scoring, suggested
from evaluations.core.scores.reading import understood
from evaluations.core.scores.sharing import shares
from evaluations.core.scores.suggested import Suggestion
from evaluations.filling.saving.library import INDICATORS
from evaluations.records.models import SelfEvaluation
from evaluations.tables.shapes import OfficialTable

_ALL = "all"


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of a first level's weight its indicators use: `产出指标 32/40`, `还差 8 分`. `state`: short, full or over.

    `shares`: the points that the rows without any get of what is missing, by path.
    """

    code: str
    label: str
    value: str
    limit: str
    words: str
    state: str
    shares: Mapping[str, str]

    @property
    def button(self) -> str:
        """The value of the button that shares out what is missing."""
        return f"share:{paths.category(self.code)}"

    @property
    def shares_json(self) -> str:
        """`shares` for static/js/filling/indicators.js."""
        return json.dumps(self.shares)


def meters(edition: Edition, document: Document) -> list[Meter]:
    """One meter per first level, in points; one for all of them if the unit shares out the points among them."""
    part, form = document.self_assessment, edition.attachment3
    weights = scoring.level_weights(edition, part)
    if edition.free_points is not None:
        return [_meter(_ALL, form.indicators, edition.free_points, sum(weights.values(), Decimal(0)), {})]
    return [
        _meter(one.code, one.label, one.weight, weights.get(one.code, Decimal(0)), shares(edition, part, one))
        for one in form.levels
        if one.weight is not None
    ]


def _meter(code: str, label: str, full: Decimal, weight: Decimal, shared: Mapping[str, Decimal]) -> Meter:
    left = full - weight
    if left > 0:
        state, words = "short", f"还差 {show_amount(left)} 分"
    else:
        state, words = ("over", f"超出 {show_amount(-left)} 分") if left else ("full", "已满")
    texts = {path: show_amount(points) for path, points in shared.items()}
    return Meter(code, label, show_amount(weight), show_amount(full), words, state, texts)


@dataclass(frozen=True, slots=True)
class Hints:
    """Small texts under cells, and scores that a click accepts, by the cells' paths."""

    texts: Mapping[str, str]
    scores: Mapping[str, str]


def hints(edition: Edition, document: Document) -> Hints:
    """How targets and actual values were read, bands, suggested scores that differ from the typed ones, and the reasons for suggestions."""
    found = {path: one for path, one in suggested.of_cells(edition, document).items() if one}
    texts = {path: one.reason for path, one in found.items()}
    scores = {path: show_amount(one.points) for path, one in found.items() if one.points != value_at(document, path)}
    for number, of_row in enumerate(_hints_of_rows(edition, document), 1):
        texts |= {paths.indicator(number, column): text for column, text in of_row.texts.items()}
        scores |= {paths.indicator(number, column): text for column, text in of_row.scores.items()}
    return Hints(texts, scores)


def _of_row(edition: Edition, indicator: Indicator) -> Hints:
    """As `hints`, of an indicator, by column."""
    found = {column: one for column, one in suggested.of_indicator(edition, indicator).items() if one}
    texts = {column: one.reason for column, one in found.items()} | dict(_texts(edition, indicator, found.get("score")))
    scores = {
        column: show_amount(one.points) for column, one in found.items() if one.points != getattr(indicator, column)
    }
    return Hints({column: text for column, text in texts.items() if text}, scores)


_hints_of_rows = OnceARow(_of_row)


def _texts(edition: Edition, indicator: Indicator, suggestion: Suggestion | None) -> Iterator[tuple[str, str]]:
    yield "target", understood(edition, indicator, "target")
    yield "actual", understood(edition, indicator, "actual")
    yield "score", scoring.band(edition, indicator)
    # Shown in the wide column beside the narrow score column; full marks that are given need no reason.
    if suggestion and not suggestion.points == indicator.score == indicator.weight:
        yield "deviation_reason", f"建议 {show_amount(suggestion.points)}：{suggestion.reason}"


def extras(edition: Edition, document: Document) -> dict[str, object]:
    """What the answer to a save updates on the page: `meters`, and by path the texts `understood` and the scores to `take`."""
    said = hints(edition, document)
    return {
        "meters": [asdict(meter) for meter in meters(edition, document)],
        "understood": said.texts,
        "take": said.scores,
    }


def annotate(drawn: OfficialTable, said: Hints) -> None:
    """Put the hints into their cells; without inputs, a suggested score is only a text."""
    for row in drawn.rows:
        for cell in row.cells:
            cell.hint, score = said.texts.get(cell.anchor, ""), said.scores.get(cell.anchor, "")
            if cell.input:
                cell.take = score
            elif score and not cell.hint:
                cell.hint = f"建议 {score}"


def offer_nothing(drawn: OfficialTable, document: Document) -> None:
    """Offer 「无」 where it is customary: as the name in a blank row, and as the reason where no points are lost."""
    usual = set()
    for number, row in enumerate(document.self_assessment.indicators, 1):
        if row.blank:
            usual.add(paths.indicator(number, "name"))
        elif row.score is not None and row.score == row.weight:
            usual.add(paths.indicator(number, "deviation_reason"))
    for cell in (cell for row in drawn.rows for cell in row.cells if cell.input):
        if cell.input and cell.anchor in usual:
            cell.input.usual = NOT_APPLICABLE


def link_library(drawn: OfficialTable, url: str) -> None:
    """Link to the library from the last row of each category, where rows are added."""
    lists = f"add:{INDICATORS}."
    for row in drawn.rows:
        code = next((value.removeprefix(lists) for value, *_ in row.actions if value.startswith(lists)), "")
        row.library_url = f"{url}#library.{code}" if code else ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category of the library: its anchor on the page, its name, and (button, indicator, target, origin) of each entry."""

    anchor: str
    label: str
    entries: Sequence[tuple[str, str, str, str]]


def shelves(evaluation: SelfEvaluation, edition: Edition, document: Document) -> list[Shelf]:
    """The library by category, without entries that the document already has; one query."""
    names: dict[str, list[str]] = {}
    for indicator in document.self_assessment.indicators:
        names.setdefault(indicator.category, []).append(indicator.name)
    listed = library.entries(edition, used_earlier(evaluation))
    return [
        Shelf(
            f"library.{code}",
            f"{edition.level_of[code].label} · {category.label}",
            [_offer(entry) for entry in library.offered(listed[code], names.get(code, ()))],
        )
        for code, category in edition.categories.items()
    ]


def _offer(entry: OfferedIndicator) -> tuple[str, str, str, str]:
    button = f"use:{paths.category(entry.category)}:{entry.key}"
    return button, entry.name, entry.target, f"{entry.year}年度用过" if entry.year else "常用指标"
