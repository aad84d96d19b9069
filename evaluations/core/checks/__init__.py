"""The cross-checks (勾稽关系): one relation per module, each with the shape of `Relation`; a module in this package is registered.

If a check is silent unless an edition has something, `NEEDS` names that: paths of cells, or a key as in an edition's file.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Protocol, runtime_checkable

from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding
from evaluations.core.form.edition import BLOCKS, Edition

_CHECK_MODULE = re.compile(r"[a-z]\d?_\d\d")


@runtime_checkable
class Relation(Protocol):
    """A module of this package: its code, the relation in one line, what it needs from an edition, and the function that checks it."""

    CODE: str
    RELATION: str
    NEEDS: tuple[str, ...]

    @staticmethod
    def check(case: Case) -> Iterator[Finding]:
        """The findings on the case."""


@dataclass(frozen=True, slots=True)
class Check:
    """One registered relation, as declared by its module."""

    code: str
    relation: str
    needs: tuple[str, ...]
    judge: Callable[[Case], Iterator[Finding]]


def registered(module: object) -> Check:
    """The check in a module.

    Raises:
        TypeError: the module does not have the shape of `Relation`; the text names it.
    """
    if not isinstance(module, Relation) or inspect.signature(module.check) != inspect.signature(Relation.check):
        raise TypeError(
            f"{module} is no check: it needs CODE, RELATION, NEEDS and check{inspect.signature(Relation.check)}"
        )
    return Check(module.CODE, module.RELATION, module.NEEDS, module.check)


class Off(NamedTuple):
    """A relation that an edition switches off, because it has none of what `lacks` names."""

    check: Check
    lacks: tuple[str, ...]


def _found() -> Iterator[Check]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if _CHECK_MODULE.fullmatch(module.name))
    yield from (registered(importlib.import_module(f"{__name__}.{name}")) for name in names)


CHECKS: Mapping[str, Check] = MappingProxyType({check.code: check for check in _found()})
OF_TOTALS = tuple(code for code, check in CHECKS.items() if f'check = "{code}"' in check.needs)
"""The checks that judge totals; each total names its check."""


def off(edition: Edition) -> list[Off]:
    """The relations that this edition switches off, in the order of their codes."""
    has = edition.cells | set(_keys(edition))
    found = (Off(check, tuple(need for need in check.needs if need not in has)) for check in CHECKS.values())
    return [each for each in found if each.lacks]


def _keys(edition: Edition) -> Iterator[str]:
    """The things that an edition has and that `NEEDS` may name."""
    yield from set(BLOCKS) - edition.absent
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


def run(case: Case) -> list[Finding]:
    """All findings on the case's document, in the order of the check codes."""
    return [finding for check in CHECKS.values() for finding in check.judge(case)]
