"""The document of an edition that nobody has filled in, of no unit: for sheets to be looked at."""

from evaluations.core.content.cells import in_form_order
from evaluations.core.form.document import Document, Region, Unit
from evaluations.core.form.edition import Edition


def blank_document(edition: Edition, year: int, unit_name: str = "") -> Document:
    """The blank document, with every line, source and chapter of the edition."""
    nowhere = Region.model_construct(code="", name="")
    unit = Unit.model_construct(code="", name=unit_name, region=nowhere)
    return in_form_order(edition, Document.model_construct(edition=edition.code, fiscal_year=year, unit=unit))
