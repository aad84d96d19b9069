"""What the checks say of a hand-in, drawn once for all who may see the same of it."""

from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.http import urlencode

from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.kept import OnceADocument
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement
from evaluations.panels.findings import findings_panel
from evaluations.shared_pages.alike import alike_url

# Drawn findings take up to a hundred KB.
_kept = OnceADocument(most=32, each=3)


class Seen(NamedTuple):
    """What drawn findings depend on: the evaluation, what was found, whether other units are named, and whether they lead to a box for a comment."""

    evaluation_id: int
    judgement: Judgement
    names_units: bool
    is_writable: bool


@_kept
def read_findings(edition: Edition, document: Document, seen: Seen) -> str:
    """The findings as HTML."""
    panel = findings_panel(
        seen.judgement,
        Names(edition, document),
        lambda path: f"#{path}",
        names_units=seen.names_units,
        comment_url=_comment_url if seen.is_writable else None,
        alike_url=lambda finding: alike_url(seen.evaluation_id, finding),
    )
    return render_to_string("components/findings.html", {"findings": panel})


def _comment_url(finding: Finding) -> str:
    return f"?{urlencode({'comment': finding.where, 'finding': finding.code})}#comment"
