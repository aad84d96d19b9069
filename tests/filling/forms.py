"""A form as a browser sends it, and documents to fill in."""

from collections.abc import Mapping
from importlib.resources import files

from evaluations.core.cells import cells, in_form_order
from evaluations.core.document import Document, Region, Unit
from evaluations.core.edition import Edition, read_edition
from evaluations.core.rows import add
from evaluations.filling.editing import Posted, edited
from evaluations.filling.steps import Step, step_of

EDITION: Edition = read_edition((files("evaluations") / "editions" / "lusong-2023.toml").read_text(encoding="utf-8"))
REGION = Region(code="430203", name="测试区")
UNIT = Unit(code="U1", name="测试单位", region=REGION)
BLANK = in_form_order(EDITION, Document(edition=EDITION.code, fiscal_year=2023, unit=UNIT))

FUND = "basic_data.expenditure.earmarked_fund"
PROJECT = "basic_data.expenditure.project"
BUILDINGS = "basic_data.buildings"
INDICATORS = "self_assessment.indicators"


def with_rows(document: Document, *lists: str) -> Document:
    """`document` with one more row in each of the lists."""
    for list_path in lists:
        document = add(EDITION, document, list_path).document
    return document


def typed_into(document: Document, typed: Mapping[str, str]) -> Document:
    """`document` with texts that can all be read."""
    result = edited(EDITION, document, Posted(0, "save", "", typed))
    assert not result.errors, result.errors
    return result.document


def form_of(step: Step, document: Document) -> dict[str, str]:
    """What the step's form posts when nothing is changed on it."""
    return {path: cell.text for path, cell in cells(EDITION, document).items() if step_of(path) is step}
