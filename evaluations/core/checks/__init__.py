"""The cross-checks (勾稽关系): the rules that an edition states, and one module for each relation that no rule can say.

A module in this package with the shape of `Relation` is registered. If a check is silent unless an edition has something, `NEEDS` names that: paths
of cells, or a key as in an edition's file.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple, Protocol, runtime_checkable
from weakref import ref

from evaluations.core.checks import by_rules
from evaluations.core.checks.case import Case, Peer
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document
from evaluations.core.form.edition import BLOCKS, Edition
from evaluations.core.form.former_rules import FORMER_RULES, USUAL
from evaluations.core.form.kept import Recent, key_of, once_a_document
from evaluations.core.form.once import once_each
from evaluations.core.form.stated import Rule

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


Judge = Callable[[Case], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One relation, as declared by its module or by an edition's rules."""

    code: str
    relation: str
    needs: tuple[str, ...]
    judge: Judge


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


def _stated(rules: Iterable[Rule], last_final: str) -> Iterator[Check]:
    """The checks that rules make, one for each code, which are about the column `last_final` of last year's amounts among others."""
    for code, of_code in groupby(sorted(rules, key=lambda rule: rule.code), key=lambda rule: rule.code):
        group = list(of_code)
        words = next((rule.relation for rule in group if rule.relation), code)
        yield Check(code, words, by_rules.needs(group, last_final), _only(code))


def _only(code: str) -> Judge:
    return lambda case: (finding for finding in _by_rules(case) if finding.code == code)


def _ordered(checks: Iterable[Check]) -> Mapping[str, Check]:
    return MappingProxyType({check.code: check for check in sorted(checks, key=lambda check: check.code)})


@once_each
def _prepared(edition: Edition) -> by_rules.Prepared:
    return by_rules.prepared(edition)


_BEFORE: Recent[object, tuple[ref[Edition], by_rules.Judged]] = Recent()


def _by_rules(case: Case) -> list[Finding]:
    """The findings by the rules that the case's own edition states; judged are only rows that read otherwise than in this unit's document before."""
    key = key_of(case.document)
    edition, before = _BEFORE.get(key) or (None, ())
    judged = by_rules.judged(case, _prepared(case.edition), before if edition and edition() is case.edition else ())
    _BEFORE.put(key, (ref(case.edition), judged))
    return by_rules.findings(judged)


BUILT_IN: Mapping[str, Check] = _ordered(_found())
"""The relations that no rule can say; an edition takes them over by their codes."""
CHECKS: Mapping[str, Check] = _ordered(
    [*BUILT_IN.values(), *_stated(map(Rule.model_validate, FORMER_RULES), USUAL[0][0])]
)
"""All relations that the program knows: those built in, and those of the editions that state none of their own."""


@once_each
def of(edition: Edition) -> Mapping[str, Check]:
    """The relations by which an edition's documents are judged, built in or stated by it, in the order of their codes."""
    return _ordered([*_built_in(edition), *_stated(edition.rules, edition.meant.get("last_final", ""))])


@once_each
def _built_in(edition: Edition) -> list[Check]:
    return [check for code, check in BUILT_IN.items() if code in edition.standard_rules]


def off(edition: Edition) -> list[Off]:
    """The relations that this edition switches off, in the order of their codes."""
    has = edition.cells | set(_keys(edition))
    found = (Off(check, tuple(need for need in check.needs if need not in has)) for check in of(edition).values())
    return [each for each in found if each.lacks]


def _keys(edition: Edition) -> Iterator[str]:
    """The things that an edition has and that `NEEDS` may name."""
    yield from set(BLOCKS) - edition.absent
    for line in edition.lines:
        yield f'check = "{line.check}"'
        if line.within_budget:
            yield "within_budget = true"
        if edition.meant.get("last_final") in edition.columns_of(line):
            yield "prior = true"
    yield from (f'direction = "{level.direction}"' for level in edition.attachment3.levels)
    if any(figure.equals for figure in edition.report.figures):
        yield "equals"
    if any(chapter.only_with for chapter in edition.report.chapters):
        yield "only_with"


def run(case: Case) -> list[Finding]:
    """All findings on the case's document, in the order of the check codes."""
    return list(_found_in(case.edition, case.document, case.previous, tuple(case.peers)))


@once_a_document
def _found_in(
    edition: Edition, document: Document, previous: Document | None, peers: Sequence[Peer]
) -> tuple[Finding, ...]:
    case = Case(edition, document, previous, peers)
    built_in = (finding for check in _built_in(edition) for finding in check.judge(case))
    return tuple(sorted((*built_in, *_by_rules(case)), key=attrgetter("code")))
