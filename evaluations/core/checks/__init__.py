"""The cross-checks (勾稽关系): one relation a module, with `CODE`, `RELATION` and `check`; being here registers it.

A module's `check` asks by name for what it needs: `edition`, `document`, `previous` (last year's approved document or None), `peers`.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

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
    """One registered relation: its code, what it demands in one line, and the function that judges it."""

    code: str
    relation: str
    judge: Callable[..., Iterable[Finding]]
    needs: tuple[str, ...]


def _registered() -> Mapping[str, Check]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if _CHECK_MODULE.fullmatch(module.name))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    checks = (Check(m.CODE, m.RELATION, m.check, tuple(inspect.signature(m.check).parameters)) for m in modules)
    return MappingProxyType({check.code: check for check in checks})


CHECKS = _registered()


def run(
    edition: Edition, document: Document, previous: Document | None = None, peers: Sequence[Peer] = ()
) -> list[Finding]:
    """All findings on `document`, in the order of the checks' codes."""
    given = {"edition": edition, "document": document, "previous": previous, "peers": peers}
    return [
        finding for check in CHECKS.values() for finding in check.judge(**{name: given[name] for name in check.needs})
    ]
