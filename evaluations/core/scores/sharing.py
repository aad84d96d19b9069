"""Sharing out what a first level's indicators still lack of its weight."""

from collections.abc import Mapping
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import MONEY_PLACES
from evaluations.core.form.document import SelfAssessment
from evaluations.core.form.edition import Edition
from evaluations.core.form.official import Level

_STEPS = (Decimal(1), Decimal("0.5"), *(Decimal(1).scaleb(-places) for places in range(1, MONEY_PLACES + 1)))


def shares(edition: Edition, part: SelfAssessment, level: Level) -> Mapping[str, Decimal]:
    """The weights, in points, that the level's rows without one get so that the level is full; by path, empty if there is nothing to share.

    All get the same, in whole points if possible, else in halves, tenths and so on; what is left over goes to the last rows. Blank rows and 「无」
    get none.
    """
    if level.weight is None:
        return {}
    rows = [(n, row) for n, row in enumerate(part.indicators, 1) if edition.level_of[row.category].code == level.code]
    takers = [number for number, row in rows if row.weight is None and not row.blank and not row.not_applicable]
    lacking = level.weight - sum((row.weight for _, row in rows if row.weight is not None), Decimal(0))
    step = next((one for one in _STEPS if lacking % one == 0 and lacking >= one * len(takers)), None)
    if not takers or lacking <= 0 or step is None:
        return {}
    each, over = divmod(int(lacking / step), len(takers))
    first_with_more = len(takers) - over
    return {
        paths.indicator(number, "weight"): step * (each + (place >= first_with_more))
        for place, number in enumerate(takers)
    }
