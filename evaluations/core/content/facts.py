"""Facts: what a document says of the concepts, for sums over many evaluations. They follow from its cells alone."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from evaluations.core.form.concepts import CONCEPTS, OF_A_LINE
from evaluations.core.form.document import BasicData, SelfAssessment
from evaluations.core.form.edition import INDICATORS, Edition

type Facts = Mapping[tuple[str, str], Decimal]


def facts(edition: Edition, basic_data: BasicData, self_assessment: SelfAssessment) -> Facts:
    """The sum of the filled cells of each concept, in 万元 or points; by the concept, and the line of 附件2 of which it is, else ""."""
    found: dict[tuple[str, str], Decimal] = {}
    for path, concept in CONCEPTS.items():
        for line, amount in _amounts(edition, basic_data, self_assessment, path):
            if amount is not None:
                found[concept, line] = found.get((concept, line), Decimal(0)) + amount
    return found


def _amounts(
    edition: Edition, basic_data: BasicData, self_assessment: SelfAssessment, path: str
) -> Iterable[tuple[str, Decimal | None]]:
    """The amounts of the cells that the path of a concept names, each with its line."""
    part, _, name = path.rpartition(".")
    if part == OF_A_LINE:
        column = next((code for meaning, code in edition.meant.items() if meaning == name), "")
        return ((row.item, row.amounts.get(column)) for row in basic_data.expenditure)
    if part == INDICATORS:
        return (("", getattr(row, name)) for row in self_assessment.indicators)
    return [("", getattr(self_assessment, name))]
