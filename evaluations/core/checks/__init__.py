"""The cross-checks (勾稽关系): one relation a module, of the shape of `Relation`; being here registers it.

Where a check is silent without something of the edition, its `NEEDS` names that: the paths of cells, or a key as an edition's file has it.
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
from evaluations.core.form.edition import Edition

_CHECK_MODULE = re.compile(r"[a-z]\d?_\d\d")


@runtime_checkable
class Relation(Protocol):
    """A module of this package: its code, what it demands in one line, what it needs of an edition, and the function that judges it."""

    CODE: str
    RELATION: str
    NEEDS: tuple[str, ...]

    @staticmethod
    def check(case: Case) -> Iterator[Finding]:
        """Find what is wrong with the case."""


@dataclass(frozen=True, slots=True)
class Check:
    """One registered relation, as its module says it."""

    code: str
    relation: str
    needs: tuple[str, ...]
    judge: Callable[[Case], Iterator[Finding]]


def registered(module: object) -> Check:
    """The check that a module holds.

    Raises:
        TypeError: it is not of the shape of `Relation`, by its name.
    """
    if not isinstance(module, Relation) or inspect.signature(module.check) != inspect.signature(Relation.check):
        raise TypeError(
            f"{module} is no check: it needs CODE, RELATION, NEEDS and check{inspect.signature(Relation.check)}"
        )
    return Check(module.CODE, module.RELATION, module.NEEDS, module.check)


class Off(NamedTuple):
    """A relation that an edition switches off, as it has nothing that `lacks` names."""

    check: Check
    lacks: tuple[str, ...]


def _found() -> Iterator[Check]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if _CHECK_MODULE.fullmatch(module.name))
    yield from (registered(importlib.import_module(f"{__name__}.{name}")) for name in names)


CHECKS: Mapping[str, Check] = MappingProxyType({check.code: check for check in _found()})
OF_TOTALS = tuple(code for code, check in CHECKS.items() if f'check = "{code}"' in check.needs)
"""The checks that judge the totals that name them."""


def off(edition: Edition) -> list[Off]:
    """The relations that nothing of this edition is held to, in the order of their codes."""
    has = edition.cells | set(_keys(edition))
    found = (Off(check, tuple(need for need in check.needs if need not in has)) for check in CHECKS.values())
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


def run(case: Case) -> list[Finding]:
    """All findings on the case's document, in the order of the checks' codes."""
    return [finding for check in CHECKS.values() for finding in check.judge(case)]
