"""Frozen versions: the document as it stood at a transition, in the interchange format."""

from functools import lru_cache

from django.db.models import QuerySet

from accounts.models import User
from evaluations.core import interchange
from evaluations.core.document import Document
from evaluations.dossier.store import load
from evaluations.records import services
from evaluations.records.models import SelfEvaluation, Version


def freeze(evaluation: SelfEvaluation, actor: User | None, transition: str) -> Version:
    """The next version of the evaluation, as it stands at `transition`; call it while the evaluation's row is locked."""
    return services.freeze(evaluation, interchange.dump(load(evaluation)), actor, transition)


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
