"""The kinds of units of an invented city, out of kinds.toml, and what the units of each are called."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

from evaluations.demo.city.names import ordinal, places
from evaluations.units.models import UnitKind

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Aim:
    """An indicator: its category and name, the sign of its target, the bounds of that, its unit."""

    category: str
    name: str
    sign: str
    least: int
    most: int
    unit: str


@dataclass(frozen=True, slots=True)
class Fund:
    """An earmarked fund, and how much of it there is, at least and at most, in 万元 a post."""

    name: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of units; see kinds.toml."""

    code: str
    share: int
    unit_kind: UnitKind
    section: str
    names: tuple[str, ...]
    posts: Range
    about: str
    measures: tuple[str, ...]
    funds: tuple[Fund, ...]
    work: tuple[str, ...]
    problem: tuple[str, ...]
    plan: tuple[str, ...]
    aims: tuple[Aim, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order of the file."""
    return tuple(_kind(each) for each in _read()["kinds"])


def department_of(name: str) -> str:
    """The name, as the file has it, of the department above a unit with this name; "" if it stands under none."""
    above = _read()["departments"].items()
    return next((department for department, endings in above if name.endswith(tuple(endings))), "")


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(files("evaluations.demo.city").joinpath("kinds.toml").read_text(encoding="utf-8"))


def sections() -> list[str]:
    """The sections of the bureau, each once."""
    return list(dict.fromkeys(kind.section for kind in kinds()))


def _kind(read: Mapping[str, object]) -> Kind:
    content = dict(read)
    funds = tuple(Fund(*each) for each in content.pop("funds"))  # type: ignore[attr-defined]  # a list, as the file has it
    aims = tuple(Aim(*each) for each in content.pop("indicators"))  # type: ignore[attr-defined]
    content["unit_kind"] = UnitKind(str(content["unit_kind"]))
    lists = {key: tuple(value) if isinstance(value, list) else value for key, value in content.items()}
    return Kind(**lists, funds=funds, aims=aims)  # type: ignore[arg-type]


def numbers_of(units: int) -> list[tuple[Kind, int]]:
    """How many of `units` are of each kind, by the kinds' shares; together as many as `units`."""
    whole = sum(kind.share for kind in kinds())
    numbers = [units * kind.share // whole for kind in kinds()]
    for place in range(units - sum(numbers)):
        numbers[place % len(numbers)] += 1
    return list(zip(kinds(), numbers, strict=True))


def in_city(name: str, city: str) -> str:
    """The name of a unit of which the city has one: 市教育局 is 云洲市教育局."""
    return f"{city}{name.removeprefix('市')}"


def names_of(kind: Kind, city: str) -> Iterator[str]:
    """Names of units of this kind, each once, without end: the fixed ones first, then place by place."""
    for name in kind.names:
        if "{" not in name:
            yield in_city(name, city)
    for round_ in count(1):
        again = "" if round_ == 1 else f"第{ordinal(round_)}"
        for number, place in enumerate(places(), 1):
            for name in kind.names:
                if "{place}" in name:
                    yield f"{city}{place}{again}{name.removeprefix('{place}')}"
                elif "{number}" in name:
                    yield f"{city}{name.format(number=ordinal(number + (round_ - 1) * len(places())))}"
