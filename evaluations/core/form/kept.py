"""What follows from a document is worked out once, and kept until the document of that unit and year says something else."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Concatenate, NamedTuple

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition

MOST, EACH = 64, 6
"""Of so many units' documents, those last asked for, results are kept, of each the last so many: some MB."""
type _Made[**P, T] = Callable[Concatenate[Edition, Document, P], T]


class Recent[K, V]:
    """The `most` values that were put last, by key; several threads may use it."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """The value; None if there is none (any more)."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Keep the value, and forget those that were put long ago."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)


class _Known[T](NamedTuple):
    """What was made of a document: the results by the further arguments, the latest first."""

    edition: Edition
    document: Document
    results: tuple[tuple[object, T], ...] = ()

    def of(self, given: object) -> tuple[T, ...]:
        """The result for these arguments, or nothing."""
        return next(((result,) for then, result in self.results if then == given), ())


@dataclass(frozen=True)
class OnceADocument:
    """Decorates what makes something of a document: it is called again only if its arguments differ from those of the last calls for the same unit and year.

    Its result must depend on its arguments alone and must not be changed by anybody. Comparing documents costs a small part of what is made of them.
    Kept are results of the `most` documents last asked for, `each` of a document.
    """

    most: int = MOST
    each: int = EACH

    def __call__[**P, T](self, make: _Made[P, T]) -> _Made[P, T]:
        """`make`, which keeps."""
        kept: Recent[object, _Known[T]] = Recent(self.most)

        @wraps(make)
        def made(edition: Edition, document: Document, /, *args: P.args, **kwargs: P.kwargs) -> T:
            key, given = key_of(document), (args, kwargs)
            known = kept.get(key)
            if known is None or known.edition is not edition or known.document != document:
                known = _Known(edition, document)
            for result in known.of(given):
                return result
            result = make(edition, document, *args, **kwargs)
            kept.put(key, known._replace(results=((given, result), *known.results[: self.each - 1])))
            return result

        return made


once_a_document = OnceADocument()


def key_of(document: Document) -> object:
    """The unit, or project, and the year that a document is about."""
    unit, project = document.unit, document.project
    return unit.region.code, unit.code, document.fiscal_year, project and (project.code, project.name), document.edition
