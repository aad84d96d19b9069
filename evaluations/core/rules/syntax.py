"""The parts of an expression as a frozen tree, and the tree's one canonical text.

`at` is the column (from 1) where a part begins; it does not count when two trees are compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from evaluations.core.basics.values import show_amount

Comparing = Literal["=", "≠", "<", "≤", ">", "≥"]
COMPARING: tuple[Comparing, ...] = ("=", "≠", "<", "≤", ">", "≥")
LEVELS: tuple[tuple[str, ...], ...] = (("或",), ("且",), ("非",), COMPARING, ("+", "-"), ("×", "÷"), ("负",))
"""The operators from those that bind least to those that bind most; 负 is the sign of a negative amount."""
OF_TERMS, OF_ATOMS = 4, len(LEVELS)
WORDS = ("或", "且", "非")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: 90 with `percent` is 90%."""

    value: Decimal
    percent: bool = False
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text between quotation marks."""

    value: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """A value of the form, by its path or by the name of its column."""

    name: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple["Node", ...]
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Prefixed:
    """非 or 负 before a part."""

    operator: Literal["非", "负"]
    of: "Node"
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """Two or more parts joined by operators of one level (+ and -, × and ÷, 或, 且), worked out from left to right."""

    operators: tuple[str, ...]
    of: tuple["Node", ...]
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides compared."""

    operator: Comparing
    left: "Node"
    right: "Node"
    at: int = field(default=1, compare=False)


Node = Number | Text | Ref | Call | Prefixed | Chain | Comparison


def parts(node: Node) -> tuple[Node, ...]:
    """The parts that a part is made of, from left to right."""
    match node:
        case Call(arguments=of) | Chain(of=of):
            return of
        case Prefixed(of=one):
            return (one,)
        case Comparison(left=left, right=right):
            return (left, right)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """A part and all that it is made of."""
    yield node
    for part in parts(node):
        yield from walk(part)


def reads(node: Node) -> frozenset[str]:
    """The names of the values that an expression reads."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Ref))


def text(node: Node) -> str:  # noqa: PLR0911 – one for each kind of part
    """The canonical text: parsing it gives the same tree."""
    match node:
        case Number(value=value, percent=percent):
            return show_amount(value) + "%" * percent
        case Text(value=value):
            return f"“{value}”"
        case Ref(name=name):
            return name
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(text, arguments))})"
        case Prefixed(operator=operator, of=of):
            sign = "非 " if operator == "非" else "-"
            return sign + _within(of, level(node))
        case Comparison(operator=operator, left=left, right=right):
            return f"{_within(left, OF_TERMS)} {operator} {_within(right, OF_TERMS)}"
        case Chain(operators=operators, of=(first, *others)):
            own = level(node) + 1
            joined = zip(operators, others, strict=True)
            return _within(first, own) + "".join(f" {operator} {_within(other, own)}" for operator, other in joined)
    raise TypeError(node)


def _within(node: Node, least: int) -> str:
    """The text of a part where only parts of the level `least` or above stand without brackets."""
    return text(node) if level(node) >= least else f"({text(node)})"


def level(node: Node) -> int:
    """The place of the part's operator in `LEVELS`."""
    operator = (
        node.operator
        if isinstance(node, Prefixed | Comparison)
        else node.operators[0]
        if isinstance(node, Chain)
        else ""
    )
    return next((number for number, operators in enumerate(LEVELS) if operator in operators), OF_ATOMS)
