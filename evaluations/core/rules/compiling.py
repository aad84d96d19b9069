"""Turns an expression into a function of whatever the form's values are read from: names and types are looked up once, not at each judgement.

A comparison with a blank says nothing (None), arithmetic with a blank is blank. 或 and 且 say what they can: true 或 nothing is true, false 且
nothing is false.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from evaluations.core.basics.values import quotient
from evaluations.core.rules import kinds
from evaluations.core.rules.functions import FUNCTIONS, added, kind_of
from evaluations.core.rules.kinds import EXACT_TYPES, FLAG, NUMBER, RATIO, TEXT, Exact, Kind, Single, Value
from evaluations.core.rules.mistake import Mistake, unknown
from evaluations.core.rules.syntax import (
    OF_TERMS,
    Call,
    Chain,
    Comparing,
    Comparison,
    Node,
    Number,
    Prefixed,
    Ref,
    Text,
    level,
    reads,
)

Terms = list[tuple[str, Exact]]
"""What a value is added up from, each with its sign."""


@dataclass(frozen=True, slots=True)
class Named[From]:
    """A value that an expression may name: its kind, how it is read, and whether it is the same whatever it is read from."""

    kind: Kind
    read: Callable[[From], Value]
    is_constant: bool = False


@dataclass(frozen=True, slots=True)
class Names[From]:
    """The values that an expression may name; `alike` lists names for a guess at what a wrong one meant."""

    find: Callable[[str], Named[From] | None]
    alike: Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Compiled[From]:
    """An expression that has been looked through: its tree, the kind of its value, how that is worked out, and the names that it reads.

    `terms` gives what the value is added up from, each with its sign; for anything but a sum, the value alone. A constant is worked out only once.
    """

    tree: Node
    kind: Kind
    work: Callable[[From], Value]
    terms: Callable[[From], Terms]
    is_constant: bool = False

    @property
    def reads(self) -> frozenset[str]:
        """The names of the values that it reads."""
        return reads(self.tree)


@dataclass(frozen=True, slots=True)
class Condition[From]:
    """A compiled flag: whether it holds (None if it says nothing) and what it reads; the sides and operator are kept if it is one comparison."""

    holds: Callable[[From], bool | None]
    reads: frozenset[str]
    operator: Comparing | None = None
    left: Compiled[From] | None = None
    right: Compiled[From] | None = None


def compile_condition[From](tree: Node, names: Names[From]) -> Condition[From]:
    """The condition of a tree.

    Raises:
        Mistake: it names what is not there, mixes types, or is no condition.
    """
    if isinstance(tree, Comparison):
        left, right = compile_value(tree.left, names), compile_value(tree.right, names)
        return Condition(_holds(_compared(tree, left, right)), reads(tree), tree.operator, left, right)
    whole = compile_value(tree, names)
    kinds.flag(whole.kind, tree.at)
    return Condition(_holds(whole), whole.reads)


def _holds[From](flag: Compiled[From]) -> Callable[[From], bool | None]:
    return cast("Callable[[From], bool | None]", flag.work)


def compile_value[From](tree: Node, names: Names[From]) -> Compiled[From]:  # noqa: PLR0911 – one for each kind of part
    """The value of a tree.

    Raises:
        Mistake: it names what is not there, or mixes types.
    """
    match tree:
        case Number(value=value, percent=percent):
            return _constant(tree, RATIO if percent else NUMBER, value / 100 if percent else value)
        case Text(value=value):
            return _constant(tree, TEXT, value)
        case Ref(name=name, at=at):
            named = names.find(name)
            if named is None:
                raise unknown(at, "", name, names.alike())
            return Compiled(tree, named.kind, named.read, _alone(named.read), named.is_constant)
        case Comparison(left=left, right=right):
            return _compared(tree, compile_value(left, names), compile_value(right, names))
        case Prefixed(operator="负", of=of, at=at):
            amount = compile_value(of, names)
            return _made(tree, kinds.number(amount.kind, at), _negative(amount.work), [amount])
        case Prefixed(of=of, at=at):
            one = compile_value(of, names)
            return _made(tree, kinds.flag(one.kind, at), _denied(of, one, names), [one])
        case Call():
            return _call(tree, names)
        case Chain():
            return _chain(tree, names)
    raise TypeError(tree)


def _constant(tree: Node, kind: Kind, value: Value) -> Compiled[Any]:
    def work(_: object) -> Value:
        return value

    return Compiled(tree, kind, work, _alone(work), is_constant=True)


def _alone[From](work: Callable[[From], Value]) -> Callable[[From], Terms]:
    def terms(values: From) -> Terms:
        value = work(values)
        return [("+", value)] if isinstance(value, EXACT_TYPES) else []

    return terms


def _made[From](
    tree: Node,
    kind: Kind,
    work: Callable[[From], Value],
    parts: Sequence[Compiled[From]],
    terms: Callable[[From], Terms] | None = None,
) -> Compiled[From]:
    """What is worked out from parts; at once, if they are constants."""
    if all(part.is_constant for part in parts):
        return _constant(tree, kind, work(cast("From", None)))
    return Compiled(tree, kind, work, terms or _alone(work))


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "≠": operator.ne, "<": operator.lt, "≤": operator.le, ">": operator.gt, "≥": operator.ge,
}  # fmt: skip


def _compared[From](tree: Comparison, left: Compiled[From], right: Compiled[From]) -> Compiled[From]:
    met = kinds.alike(kinds.single(left.kind, tree.left.at), kinds.single(right.kind, tree.right.at), "比较", tree.at)
    if met.type in ("文字", "是否") and tree.operator not in ("=", "≠"):
        raise Mistake(tree.at, f"{met}没有大小，只能用 = 或 ≠ 比较。")
    works = _beside_constant if right.is_constant else _beside
    return _made(tree, FLAG, works(_COMPARED[tree.operator], left.work, right.work), [left, right])


def _beside[From](
    compared: Callable[[Any, Any], bool], one: Callable[[From], Any], other: Callable[[From], Any]
) -> Callable[[From], bool | None]:
    def work(values: From) -> bool | None:
        first, second = one(values), other(values)
        return None if first is None or second is None else compared(first, second)

    return work


def _beside_constant[From](
    compared: Callable[[Any, Any], bool], one: Callable[[From], Any], other: Callable[[From], Any]
) -> Callable[[From], bool | None]:
    constant = other(cast("From", None))

    def work(values: From) -> bool | None:
        value = one(values)
        return None if value is None or constant is None else compared(value, constant)

    return work


def _negative[From](of: Callable[[From], Any]) -> Callable[[From], Single]:
    def work(values: From) -> Single:
        value = of(values)
        return None if value is None else cast("Exact", -value)

    return work


def _denied[From](of: Node, one: Compiled[From], names: Names[From]) -> Callable[[From], bool | None]:
    if isinstance(of, Call) and of.function == "空":
        asked = compile_value(of.arguments[0], names)
        if not asked.kind.many:
            read = asked.work
            return lambda values: read(values) is not None
    return _opposite(one.work)


def _opposite[From](of: Callable[[From], Any]) -> Callable[[From], bool | None]:
    def work(values: From) -> bool | None:
        value: bool | None = of(values)
        return None if value is None else not value

    return work


def _call[From](tree: Call, names: Names[From]) -> Compiled[From]:
    if tree.function not in FUNCTIONS:
        raise unknown(tree.at, "函数", tree.function, FUNCTIONS)
    arguments = [compile_value(argument, names) for argument in tree.arguments]
    kind = kind_of(tree.function, [(each.kind, each.tree.at) for each in arguments], tree.at)
    works, function = [each.work for each in arguments], FUNCTIONS[tree.function].work
    if len(works) > 1:
        return _made(
            tree,
            kind,
            lambda values: function(*[work(values) for work in works]),
            arguments,
            _summands(tree, arguments),
        )
    [only] = works
    if tree.function == "空" and not arguments[0].kind.many:
        return _made(tree, kind, lambda values: only(values) is None, arguments)
    return _made(tree, kind, lambda values: function(only(values)), arguments, _summands(tree, arguments))


def _summands[From](tree: Call, arguments: Sequence[Compiled[From]]) -> Callable[[From], Terms] | None:
    """The filled amounts that a 合计 adds up; None for any other function."""
    if tree.function != "合计":
        return None

    def terms(values: From) -> Terms:
        return [("+", value) for each in arguments for value in _filled(each.work(values))]

    return terms


def _filled(value: Value) -> list[Exact]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, EXACT_TYPES)]


def _chain[From](tree: Chain, names: Names[From]) -> Compiled[From]:
    of = [compile_value(part, names) for part in tree.of]
    works = [part.work for part in of]
    if tree.operators[0] in ("或", "且"):
        for part in of:
            kinds.flag(part.kind, part.tree.at)
        return _made(tree, FLAG, _joined(works, decisive=tree.operators[0] == "或"), of)
    kind = of[0].kind
    for sign, part in zip(tree.operators, of[1:], strict=True):
        kind = _RESULT[sign](kind, part.kind, part.tree.at)
    terms = _signed(works, tree.operators) if level(tree) == OF_TERMS else None
    return _made(tree, kind, _worked_out(works, tree.operators), of, terms)


_RESULT: dict[str, Callable[[Kind, Kind, int], Kind]] = {
    "+": kinds.added, "-": kinds.added, "×": kinds.multiplied, "÷": kinds.divided,
}  # fmt: skip


def _joined[From](works: Sequence[Callable[[From], Any]], *, decisive: bool) -> Callable[[From], bool | None]:
    """或, whose one true part decides, or 且, whose one false part does."""

    def work(values: From) -> bool | None:
        found: bool | None = not decisive
        for part in works:
            value: bool | None = part(values)
            if value is decisive:
                return value
            if value is None:
                found = None
        return found

    return work


def _worked_out[From](works: Sequence[Callable[[From], Any]], operators: Sequence[str]) -> Callable[[From], Single]:
    """The exact result from left to right; blank if a part is, or divides by 0."""
    first, *others = works
    if len(others) == 1:
        return _of_two(_ARITHMETIC[operators[0]], first, others[0])
    steps = [(_ARITHMETIC[sign], other) for sign, other in zip(operators, others, strict=True)]

    def work(values: From) -> Single:
        result: Exact | None = first(values)
        for step, other in steps:
            value = other(values)
            if result is None or value is None:
                return None
            result = step(result, value)
        return result

    return work


def _of_two[From](
    step: Callable[[Any, Any], Exact | None], one: Callable[[From], Any], other: Callable[[From], Any]
) -> Callable[[From], Single]:
    def work(values: From) -> Single:
        first, second = one(values), other(values)
        return None if first is None or second is None else step(first, second)

    return work


def _plus(one: Any, other: Any) -> Exact:
    if type(one) is Fraction or type(other) is Fraction:
        return Fraction(one) + Fraction(other)
    total: Exact = one + other
    return total


def minus(one: Exact, other: Exact) -> Exact:
    """The exact difference."""
    return _plus(one, -other)


def added_up(terms: Terms) -> Exact:
    """The exact value of a sum or difference of at least one term."""
    return added([term if sign == "+" else -term for sign, term in terms])


def _times(one: Any, other: Any) -> Exact:
    if type(one) is Fraction or type(other) is Fraction:
        return Fraction(one) * Fraction(other)
    product: Exact = one * other
    return product


def _share(one: Exact, other: Exact) -> Exact | None:
    return quotient(one, other) if other else None


_ARITHMETIC: dict[str, Callable[[Exact, Exact], Exact | None]] = {
    "+": _plus, "-": minus, "×": _times, "÷": _share,
}  # fmt: skip


def _signed[From](works: Sequence[Callable[[From], Any]], operators: Sequence[str]) -> Callable[[From], Terms]:
    def terms(values: From) -> Terms:
        amounts = [work(values) for work in works]
        return [] if None in amounts else list(zip(("+", *operators), amounts, strict=True))

    return terms
