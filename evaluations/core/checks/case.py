"""The case that a check judges."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition


@dataclass(frozen=True, slots=True)
class Peer:
    """A chapter that another unit of the region submitted in the same year, with that unit's name, which only the bureau may see."""

    chapter: int
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A document and its edition, with what it may be compared with: last year's approved document, and other units' chapters."""

    edition: Edition
    document: Document
    previous: Document | None = None
    peers: Sequence[Peer] = ()
