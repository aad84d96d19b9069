"""A form as a browser sends it, and documents to fill in."""

from collections.abc import Mapping
from importlib.resources import files
from typing import cast

from django.http import HttpResponse
from django.test import Client

from evaluations.core.content.cells import cells, in_form_order
from evaluations.core.content.rows import add
from evaluations.core.editions.file import read_edition
from evaluations.core.form.document import Document, Region, Unit
from evaluations.core.form.edition import Edition
from evaluations.dossier.store import documents, load, save
from evaluations.filling.saving.edited import apply_posted
from evaluations.filling.saving.posted import Posted
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import SelfEvaluation
from tests.dossier.filled import fetched

EDITION: Edition = read_edition((files("evaluations") / "editions" / "lusong-2023.toml").read_text(encoding="utf-8"))
REGION = Region(code="430203", name="测试区")
UNIT = Unit(code="U1", name="测试单位", region=REGION)
BLANK = in_form_order(EDITION, Document(edition=EDITION.code, fiscal_year=2023, unit=UNIT))

FUND = "basic_data.expenditure.earmarked_fund"
PROJECT = "basic_data.expenditure.project"
BUILDINGS = "basic_data.buildings"
INDICATORS = "self_assessment.indicators"
QUANTITY = f"{INDICATORS}.output.quantity"


def with_rows(document: Document, *lists: str) -> Document:
    """`document` with one more row in each of the lists."""
    for list_path in lists:
        document = add(EDITION, document, list_path).document
    return document


def typed_into(document: Document, typed: Mapping[str, str]) -> Document:
    """`document` with texts that can all be read."""
    result = apply_posted(EDITION, document, Posted(0, "save", "", typed))
    assert not result.errors, result.errors
    return result.document


def blank_with(typed: Mapping[str, str], *lists: str) -> Document:
    """A blank document with a row in each of the lists (in one named twice, two) and these texts, which can all be read."""
    return typed_into(with_rows(BLANK, *lists), typed)


def form_of(step: Step, document: Document) -> dict[str, str]:
    """What the step's form posts when nothing is changed on it."""
    return {path: cell.text for path, cell in cells(EDITION, document).items() if step_of(EDITION, path) is step}


def address(evaluation: SelfEvaluation, step: Step | None = None) -> str:
    """The address of a step, or of the task list."""
    return f"/evaluations/{evaluation.pk}/{step.code}/" if step else f"/evaluations/{evaluation.pk}/"


def post(
    browser: Client,
    evaluation: SelfEvaluation,
    step: Step,
    typed: Mapping[str, str],
    *,
    revision: object = 0,
    action: str = "save",
) -> HttpResponse:
    """The step's form with these texts, filled in on `revision`, sent by the button `action`."""
    form = {"revision": str(revision), "action": action, **typed}
    return cast("HttpResponse", browser.post(address(evaluation, step), form))


def stored(evaluation: SelfEvaluation) -> Mapping[str, str]:
    """The texts of all cells as the database has them."""
    document = load(fetched(evaluation))
    return {path: cell.text for path, cell in cells(EDITION, document).items()}


def revision_of(evaluation: SelfEvaluation) -> int:
    """The revision that stands."""
    return SelfEvaluation.objects.values_list("revision", flat=True).get(pk=evaluation.pk)


def fill_in(evaluation: SelfEvaluation, document: Document) -> SelfEvaluation:
    """Let the content of the evaluation become that of `document`, as an operator's import would; gives it afresh."""
    found = documents().get(pk=evaluation.pk)
    before = load(found)
    parts = ("preparer", "filing_date", "basic_data", "self_assessment", "report", "explanations")
    after = in_form_order(EDITION, before.model_copy(update={part: getattr(document, part) for part in parts}))
    save(found, before, after, revision=found.revision, actor=None)
    return documents().get(pk=evaluation.pk)
