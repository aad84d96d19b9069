"""The step's own part of its page: the context for a form with few fields, and drawn for the table and the report, which have hundreds of them."""

from typing import Any, NamedTuple

from django.template.loader import render_to_string

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.kept import OnceADocument
from evaluations.dossier.judging import Judgement
from evaluations.filling.pages.contents import StepContents, content
from evaluations.filling.steps import DETAILS, REPORT, Step

# A drawn part takes up to half a MB.
_kept = OnceADocument(most=32, each=3)


def own_part(shown: StepContents) -> dict[str, Any]:
    """What the template shows of the step itself: `fields`, or `part` as HTML, which is kept unless something besides the document stands in it."""
    if shown.step is DETAILS:
        return content(shown)
    if shown.typed or shown.errors or shown.comments or shown.opened:
        return {"part": _drawn(shown)}
    known = _Shown(shown.evaluation_id, shown.step, shown.is_editable, shown.judgement)
    return {"part": _drawn_once(shown.edition, shown.document, known)}


class _Shown(NamedTuple):
    """What a drawn part depends on besides the document."""

    evaluation_id: int
    step: Step
    is_editable: bool
    judgement: Judgement


@_kept
def _drawn_once(edition: Edition, document: Document, known: _Shown) -> str:
    pk, step, is_editable, judgement = known
    return _drawn(StepContents(pk, edition, document, step, is_editable, judgement, {}, {}, {}))


def _drawn(shown: StepContents) -> str:
    template = "filling/report_fields.html" if shown.step is REPORT else "filling/table_fields.html"
    around = {"evaluation_id": shown.evaluation_id, "is_editable": shown.is_editable}
    return render_to_string(template, {**content(shown), **around})
