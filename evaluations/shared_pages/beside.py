"""What a document is compared with on its page: last year's, the submission before, or the figures of its kind of units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.actors import Actor
from evaluations.access.rights import is_of_unit
from evaluations.common.kept_query import Given, Kept, the_text
from evaluations.core.content.comparing import BETWEEN_YEARS, WITHIN_A_YEAR
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names
from evaluations.dossier.freezing import frozen_at
from evaluations.dossier.judging import previous_document
from evaluations.hand_ins.models import KindFigures
from evaluations.records.models import SelfEvaluation
from evaluations.shared_pages.reading import Reading
from evaluations.tables.compared import Comparison, with_other, with_quartiles
from evaluations.units.models import UnitKind

LAST_YEAR, PREVIOUS, KIND = "last-year", "previous", "kind"
FEWEST = 5
"""Quartiles of fewer units tell more of single units than of their kind."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The choices (value, label, whether it is chosen), and what there is to say of the chosen one: in a sentence, and the rows that only the other has."""

    choices: Sequence[tuple[str, str, bool]]
    said: str = ""
    gone: Sequence[str] = ()


def beside(chosen: str, reading: Reading, evaluation: SelfEvaluation, actor: Actor) -> tuple[Beside, Comparison]:
    """What this person may compare the document with, and the chosen comparison (without differences if it is none of these). At most two queries."""
    offered = _offered(evaluation, actor)
    known = chosen if chosen in offered else ""
    choices = [(value, label, value == known) for value, label in offered.items()]
    said, comparison, gone = "", Comparison({}), Names(reading.edition, reading.document)
    if known == KIND:
        said, comparison = _with_kind(reading.edition, reading.document, evaluation)
    elif known:
        other = _last_year(reading, evaluation) if known == LAST_YEAR else _previous(evaluation, actor)
        said, comparison = _with_other(known, reading.edition, reading.document, other)
        gone = Names(reading.edition, other) if other else gone
    return Beside(choices, said, [gone.of(row) for row in comparison.gone]), comparison


def _offered(evaluation: SelfEvaluation, actor: Actor) -> Mapping[str, str]:
    """The choices with their labels: without a bureau nothing is handed in; what other units filled in is not for units."""
    choices = {"": "不比较", LAST_YEAR: "上年"}
    if evaluation.unit.region.has_bureau:
        choices[PREVIOUS] = "上次上报"
    return choices if is_of_unit(evaluation, actor) else choices | {KIND: "同类单位"}


def _last_year(reading: Reading, evaluation: SelfEvaluation) -> Document | None:
    return reading.judgement.previous if reading.judgement else previous_document(evaluation)


def _previous(evaluation: SelfEvaluation, actor: Actor) -> Document | None:
    """The document handed in before the one that this person sees: while the unit has it, the unit sees what it is about to hand in."""
    is_handed_in = not (evaluation.stage.is_with_unit and is_of_unit(evaluation, actor))
    return frozen_at(evaluation, "confirm", int(is_handed_in))


_WORDS: Mapping[str, tuple[str, str]] = {
    LAST_YEAR: ("上年", "没有上年审核通过的自评。"),
    PREVIOUS: ("上次", "之前没有上报过。"),
}


def _with_other(chosen: str, edition: Edition, document: Document, other: Document | None) -> tuple[str, Comparison]:
    label, none = _WORDS[chosen]
    if other is None:
        return none, Comparison({})
    same_row = BETWEEN_YEARS if chosen == LAST_YEAR else WITHIN_A_YEAR
    comparison = with_other(edition, document, other, label, same_row)
    number = len(comparison.cells)
    return f"{number} 处与{label}不同。" if number else f"与{label}没有不同。", comparison


def _with_kind(edition: Edition, document: Document, evaluation: SelfEvaluation) -> tuple[str, Comparison]:
    kind = evaluation.unit.kind
    if not kind:
        return "这个单位没有登记单位类型，没有同类单位可比。", Comparison({})
    kept = next(iter(_of_kind(year=evaluation.fiscal_year_id, kind=kind)), None)
    count, name = kept.count if kept else 0, UnitKind(kind).label
    if kept is None or count < FEWEST:
        return f"{name}只有 {count} 个已上报，满 {FEWEST} 个才比较。", Comparison({})
    return f"{name} {count} 个已上报的中位数。", with_quartiles(edition, document, kept.quartiles)


_of_kind = Kept(lambda: KindFigures.objects.filter(fiscal_year=Given("year"), kind=the_text("kind"))[:1])
