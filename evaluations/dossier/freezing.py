"""Frozen versions: the document as it stood at a transition, in the interchange format, and what the checks said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from accounts.models import User
from evaluations.core import paths
from evaluations.core.checks import n_19
from evaluations.core.content import interchange
from evaluations.core.findings.finding import Finding, dump, parse
from evaluations.core.form.document import Document
from evaluations.dossier.store import edition_of, load
from evaluations.narrative import store as narrative
from evaluations.records import services
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.states import EDITABLE


@dataclass(frozen=True, slots=True)
class Papers:
    """A document with the name of the bureau that its files name as their author: both of one moment."""

    document: Document
    bureau_name: str


def freeze(
    evaluation: SelfEvaluation, actor: User | None, transition: str, findings: Sequence[Finding] | None = None
) -> Version:
    """The next version of the evaluation, as it stands at `transition`, with its `findings`; call it while the evaluation's row is locked.

    Once it is judged, its chapters are what other units' later ones are compared with: except those like another's submitted before, so that
    nobody is told of a copy of their own text, and of a text that many copy one is kept.
    """
    document = load(evaluation)
    frozen = interchange.dump(document)
    if findings is None:
        return services.freeze(evaluation, frozen, actor, transition)
    copied = {finding.where for finding in findings if finding.units}
    compared = n_19.compared(edition_of(evaluation), document)
    narrative.keep_submitted(evaluation, [number for number in compared if paths.chapter(number) not in copied])
    return services.freeze(evaluation, frozen, actor, transition, dump(findings))


def frozen_findings(evaluation: SelfEvaluation, document: Document) -> Sequence[Finding] | None:
    """The findings that were frozen with the latest version; None when there are none, or `document` is not what was judged then. One query."""
    latest = (
        Version.objects.filter(evaluation=evaluation).order_by("-number").values_list("document", "findings").first()
    )
    if latest is None or latest[1] is None:
        return None
    # A unit that was renamed since has still handed in the same.
    if _parsed(latest[0]).model_copy(update={"unit": document.unit}) != document:
        return None
    return parse(latest[1])


def handed_in(evaluation: SelfEvaluation) -> Papers | None:
    """What was frozen last, with the names of then; None when nothing was frozen yet. One query."""
    versions = Version.objects.filter(evaluation=evaluation).order_by("-number")
    latest = versions.values_list("document", "bureau_name").first()
    return latest and Papers(_parsed(latest[0]), latest[1])


def standing(evaluation: SelfEvaluation) -> Papers | None:
    """What an evaluation out of `documents()` says to its own unit: as it stands while it is edited, else as it was frozen last.

    None when it is not edited and nothing was frozen.
    """
    if evaluation.state in EDITABLE:
        return Papers(load(evaluation), evaluation.unit.region.bureau_name)
    return handed_in(evaluation)


def latest_document(versions: "QuerySet[Version]") -> Document | None:
    """The document of the latest of an evaluation's `versions`; None when there is none. One query."""
    text = versions.order_by("-number").values_list("document", flat=True).first()
    return None if text is None else _parsed(text)


@lru_cache(maxsize=64)
def _parsed(text: str) -> Document:
    # A frozen text never changes, and last year's is read with every page of this year.
    return interchange.frozen(text)
