"""What follows from a document is worked out once, and kept until the document of that unit and year says something else."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Concatenate

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition

MOST = 64
"""Of so many units' documents, those last asked for, results are kept: some MB."""
type _Made[**P, T] = Callable[Concatenate[Edition, Document, P], T]


def once_a_document[**P, T](make: _Made[P, T]) -> _Made[P, T]:
    """`make`, called again only if one of its arguments differs from that of the last call for the same unit and year.

    Its result must depend on its arguments alone and must not be changed by anybody. Comparing documents costs a small part of what is made of them.
    """
    kept: OrderedDict[object, tuple[Edition, Document, object, T]] = OrderedDict()
    lock = Lock()

    @wraps(make)
    def made(edition: Edition, document: Document, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key, given = _key(document), (args, kwargs)
        with lock:
            known = kept.get(key)
        if known and known[0] is edition and known[1] == document and known[2] == given:
            return known[3]
        result = make(edition, document, *args, **kwargs)
        with lock:
            kept[key] = (edition, document, given, result)
            kept.move_to_end(key)
            while len(kept) > MOST:
                kept.popitem(last=False)
        return result

    return made


def _key(document: Document) -> object:
    unit, project = document.unit, document.project
    return unit.region.code, unit.code, document.fiscal_year, project and (project.code, project.name), document.edition
