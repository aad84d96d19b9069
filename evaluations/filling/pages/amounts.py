"""Marks on amounts besides their checks: which totals are computed, which amounts seem to be typed in 元."""

from evaluations.core.content import totals, yuan
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.tables.shapes import OfficialTable

COMPUTED = "合计自动计算"


def annotate(drawn: OfficialTable, edition: Edition, document: Document) -> None:
    """Mark the computed totals of an editable 附件2, and the amounts that can be converted to 万元."""
    computed, in_wan = totals.computed(edition, document), yuan.converted(edition, document)
    for cell in (cell for row in drawn.rows for cell in row.cells if cell.input):
        if cell.input and cell.anchor in computed:
            cell.css += " computed"
            cell.input.title = COMPUTED
        if cell.input:
            cell.input.in_wan = in_wan.get(cell.anchor, "")


def extras(edition: Edition, document: Document) -> dict[str, object]:
    """What static/js/filling/cells.js learns after a save of 附件2: all totals, which of them are computed, converted amounts in 万元."""
    return {
        "totals": dict(totals.texts(edition, document)),
        "computed_totals": sorted(totals.computed(edition, document)),
        "in_wan": dict(yuan.converted(edition, document)),
    }
