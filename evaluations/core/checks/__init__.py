"""The cross-checks (勾稽关系): one relation a module, with `CODE`, `RELATION` and `check`; being here registers it.

A module's `check` asks by name for what it judges: `edition`, `document`, `previous` (last year's approved document or None), `peers`.
Where it is silent without something of the edition, `NEEDS` names that: the paths of cells, or a key as an edition's file has it.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding

_CHECK_MODULE = re.compile(r"[a-z]\d?_\d\d")


@dataclass(frozen=True, slots=True)
class Peer:
    """A chapter that another unit of the region submitted in the same year, with the unit's name, which is for the bureau only."""

    chapter: int
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One registered relation: its code, what it demands in one line, the function that judges it, what that needs, and what it needs of an edition."""

    code: str
    relation: str
    judge: Callable[..., Iterable[Finding]]
    needs: tuple[str, ...]
    of_edition: tuple[str, ...]


class Off(NamedTuple):
    """A relation that an edition switches off, as it has nothing that `lacks` names."""

    check: Check
    lacks: tuple[str, ...]


def _registered() -> Mapping[str, Check]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if _CHECK_MODULE.fullmatch(module.name))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    checks = (
        Check(m.CODE, m.RELATION, m.check, tuple(inspect.signature(m.check).parameters), getattr(m, "NEEDS", ()))
        for m in modules
    )
    return MappingProxyType({check.code: check for check in checks})


CHECKS = _registered()
OF_TOTALS = tuple(code for code, check in CHECKS.items() if f'check = "{code}"' in check.of_edition)
"""The checks that judge the totals that name them."""


def off(edition: Edition) -> list[Off]:
    """The relations that nothing of this edition is held to, in the order of their codes."""
    has = edition.cells | set(_keys(edition))
    found = (Off(check, tuple(need for need in check.of_edition if need not in has)) for check in CHECKS.values())
    return [each for each in found if each.lacks]


def _keys(edition: Edition) -> Iterator[str]:
    """What an edition may have, as its file says it."""
    for line in edition.lines:
        yield f'check = "{line.check}"'
        if line.within_budget:
            yield "within_budget = true"
        if line.prior and line.kind != "heading":
            yield "prior = true"
    yield from (f'direction = "{level.direction}"' for level in edition.attachment3.levels)
    if any(figure.equals for figure in edition.report.figures):
        yield "equals"
    if any(chapter.only_with for chapter in edition.report.chapters):
        yield "only_with"


def run(
    edition: Edition, document: Document, previous: Document | None = None, peers: Sequence[Peer] = ()
) -> list[Finding]:
    """All findings on `document`, in the order of the checks' codes."""
    given = {"edition": edition, "document": document, "previous": previous, "peers": peers}
    return [
        finding for check in CHECKS.values() for finding in check.judge(**{name: given[name] for name in check.needs})
    ]
