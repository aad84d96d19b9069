"""Frozen versions: the document as it stood at a transition, in the interchange format."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from accounts.models import User
from evaluations.core import interchange
from evaluations.core.document import Document
from evaluations.dossier.store import load
from evaluations.records import services
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.states import EDITABLE


@dataclass(frozen=True, slots=True)
class Papers:
    """A document with the name of the bureau that its files name as their author: both of one moment."""

    document: Document
    bureau_name: str


def freeze(evaluation: SelfEvaluation, actor: User | None, transition: str) -> Version:
    """The next version of the evaluation, as it stands at `transition`; call it while the evaluation's row is locked."""
    return services.freeze(evaluation, interchange.dump(load(evaluation)), actor, transition)


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


def frozen_document(evaluation: SelfEvaluation) -> Document | None:
    """The document of the latest version; None when nothing was frozen yet. One query."""
    return latest_document(Version.objects.filter(evaluation=evaluation))


def latest_document(versions: "QuerySet[Version]") -> Document | None:
    """The document of the latest of an evaluation's `versions`; None when there is none. One query."""
    text = versions.order_by("-number").values_list("document", flat=True).first()
    return None if text is None else _parsed(text)


@lru_cache(maxsize=64)
def _parsed(text: str) -> Document:
    # A frozen text never changes, and last year's is read with every page of this year.
    return interchange.parse(text.encode())
