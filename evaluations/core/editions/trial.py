"""A trial run of an edition on documents that were filled in on others: which checks would speak, and what would find no place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content.moving import moved
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names


class Tried(NamedTuple):
    """`spoke`: by the code of each of the edition's checks, the keys of the documents on which it has something to say; `lost`: the same by
    the name of each cell whose content finds no place; `number`: of how many documents."""

    spoke: Mapping[str, Sequence[int]]
    lost: Mapping[str, Sequence[int]]
    number: int


def tried(edition: Edition, documents: Iterable[tuple[int, Edition, Document]]) -> Tried:
    """What the edition would do with these documents (key, edition, content)."""
    spoke: dict[str, list[int]] = {code: [] for code in checks.of(edition)}
    lost: dict[str, list[int]] = {}
    number = 0
    for key, old, document in documents:
        number += 1
        there = moved(old, document, edition)
        names = Names(old, document)
        for code in {finding.code for finding in checks.run(Case(edition, there.document))}:
            spoke[code].append(key)
        for name in {names.of(path) for path in there.lost}:
            lost.setdefault(name, []).append(key)
    return Tried(spoke, lost, number)
