"""What follows from a document is worked out once, and kept until the document of that unit and year says something else."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Concatenate, NamedTuple
from weakref import ref

from evaluations.core.form.document import Document, Indicator
from evaluations.core.form.edition import Edition

MOST, EACH = 64, 6
"""Of how many units what was last made is kept, and how many results of each document: some MB."""
type _Make[**P, T] = Callable[Concatenate[Edition, Document, P], T]


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
    """What was made of a document: the results by what else they were made of, the latest first."""

    edition: Edition
    document: Document
    results: tuple[tuple[object, T], ...] = ()

    def is_of(self, edition: Edition, document: Document) -> bool:
        """Whether it is of this document."""
        return self.edition is edition and self.document == document


class Made[T]:
    """What was made of the documents of the `most` units last asked for: of each the last two documents, and of these `each` results.

    Two, because an edited document is made from the one before, and because the bureau reads what was handed in while the unit corrects it.
    """

    def __init__(self, most: int = MOST, each: int = EACH) -> None:
        self._each = each
        self._kept: Recent[object, tuple[_Known[T], ...]] = Recent(most)

    def get(self, edition: Edition, document: Document, given: object = None) -> tuple[T, ...]:
        """The result, or nothing if it is not kept; comparing documents costs a small part of what is made of them."""
        known = self._kept.get(key_of(document)) or ()
        results = next((one.results for one in known if one.is_of(edition, document)), ())
        return next(((result,) for then, result in results if then == given), ())

    def put(self, edition: Edition, document: Document, result: T, given: object = None) -> None:
        """Keep a result, which nobody may change."""
        key = key_of(document)
        known = self._kept.get(key) or ()
        same = next((one for one in known if one.is_of(edition, document)), _Known[T](edition, document))
        others = [one for one in known if one is not same]
        same = same._replace(results=((given, result), *same.results[: self._each - 1]))
        self._kept.put(key, (same, *others[:1]))


@dataclass(frozen=True)
class OnceADocument:
    """Decorates what makes something of a document, so that it is called again only if its arguments differ from those of the last calls: see `Made`.

    Its result must depend on its arguments alone and must not be changed by anybody.
    """

    most: int = MOST
    each: int = EACH

    def __call__[**P, T](self, make: _Make[P, T]) -> _Make[P, T]:
        """`make`, which keeps."""
        kept: Made[T] = Made(self.most, self.each)

        @wraps(make)
        def made(edition: Edition, document: Document, /, *args: P.args, **kwargs: P.kwargs) -> T:
            given = (args, kwargs)
            for result in kept.get(edition, document, given):
                return result
            result = make(edition, document, *args, **kwargs)
            kept.put(edition, document, result, given)
            return result

        return made


once_a_document = OnceADocument()


class OnceARow[T]:
    """Gives what `make` makes of each indicator of a document; of a row that is as it was in the unit's document before, it is not made again.

    The result must depend on the edition and the row alone and must not be changed by anybody.
    """

    def __init__(self, make: Callable[[Edition, Indicator], T]) -> None:
        self._make = make
        self._kept: Recent[object, tuple[ref[Edition], list[tuple[Indicator, T]]]] = Recent()

    def __call__(self, edition: Edition, document: Document) -> list[T]:
        """The results, one for each indicator."""
        key = key_of(document)
        of, known = self._kept.get(key) or (None, [])
        before = iter(known if of and of() is edition else ())
        pairs = ((row, next(before, None)) for row in document.self_assessment.indicators)
        made = [then if then and then[0] == row else (row, self._make(edition, row)) for row, then in pairs]
        self._kept.put(key, (ref(edition), made))
        return [result for _, result in made]


def key_of(document: Document) -> object:
    """The unit, or project, and the year that a document is about."""
    unit, project = document.unit, document.project
    return unit.region.code, unit.code, document.fiscal_year, project and (project.code, project.name), document.edition
