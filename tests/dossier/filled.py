"""Evaluations with content, for the tests of everything that stands on `dossier`."""

from datetime import timedelta
from itertools import count

from evaluations.core.content import rows
from evaluations.core.form.document import Document
from evaluations.dossier.store import documents, load, save
from evaluations.records.models import SelfEvaluation
from tests.core.builders import document, edition
from tests.factories import an_evaluation

_OTHER_MOMENTS = count(1)
LISTS = (
    "basic_data.expenditure.other_project",
    "basic_data.expenditure.earmarked_fund",
    "basic_data.buildings",
    "self_assessment.indicators.output.quantity",
    "self_assessment.indicators.cost.social",
)


def fetched(evaluation: SelfEvaluation) -> SelfEvaluation:
    """The evaluation as a page fetches it in a process that has kept nothing of it, so that `load` reads the database."""
    found = documents().get(pk=evaluation.pk)
    found.updated_at += timedelta(microseconds=next(_OTHER_MOMENTS))
    return found


def placed(content: Document, evaluation: SelfEvaluation) -> Document:
    """`content` under the unit and the year of `evaluation`."""
    frame = load(fetched(evaluation))
    return content.model_copy(update={"unit": frame.unit, "fiscal_year": frame.fiscal_year, "edition": frame.edition})


def put(evaluation: SelfEvaluation, content: Document) -> Document:
    """Save `content` into the evaluation as the console would; gives the document that is there then."""
    evaluation = fetched(evaluation)
    changed = placed(content, evaluation)
    save(evaluation, load(evaluation), changed, revision=evaluation.revision, actor=None)
    return changed


def filled(content: Document | None = None) -> SelfEvaluation:
    """An evaluation with the finding-free document, or this one."""
    evaluation = an_evaluation()
    put(evaluation, content or document())
    return fetched(evaluation)


def with_rows(content: Document, number: int) -> Document:
    """`content` with `number` blank rows more in every list."""
    for path in LISTS * number:
        content = rows.add(edition(), content, path).document
    return content
