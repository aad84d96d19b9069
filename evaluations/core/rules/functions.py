"""The closed list of functions: what each takes, what kind it gives, and how it works out.

A function of numbers gives a blank for a blank; 合计, 最小 and 最大 skip blanks, and are blank if all are.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from evaluations.core.basics.amounts import MONEY_UNITS
from evaluations.core.basics.values import read_quantity, rounded, same_text, same_unit
from evaluations.core.rules import kinds
from evaluations.core.rules.kinds import FLAG, NUMBER, TEXT, Exact, Kind, Single, Value
from evaluations.core.rules.mistake import Mistake

Kinds = Sequence[tuple[Kind, int]]
"""The kind and the column of each argument."""


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` says the arguments in words, `least` and `most` how many; `kind` gives the result's kind or raises a `Mistake`."""

    takes: str
    least: int
    most: int
    kind: Callable[[Kinds], Kind]
    work: Callable[..., Single]


def kind_of(name: str, arguments: Kinds, at: int) -> Kind:
    """The kind of what the function `name` gives.

    Raises:
        Mistake: the arguments are too few, too many or of the wrong kind.
    """
    function = FUNCTIONS[name]
    if not function.least <= len(arguments) <= function.most:
        raise Mistake(at, f"函数 {name} 应写成 {name}({function.takes})，现在有 {len(arguments)} 个参数。")
    return function.kind(arguments)


def _numbers(arguments: Kinds) -> Kind:
    """One kind of number, of single values and whole columns."""
    ones = [(kinds.number(Kind(kind.type), at), at) for kind, at in arguments]
    found = ones[0][0]
    for kind, at in ones[1:]:
        found = kinds.alike(found, kind, "放在一起", at)
    return found


def _number(arguments: Kinds) -> Kind:
    return kinds.number(*arguments[0])


def _chosen(arguments: Kinds) -> Kind:
    kinds.flag(*arguments[0])
    (one, _), (other, at) = arguments[1:]
    return kinds.single(kinds.alike(one, other, "二选一", at), at)


def _texts(gives: Kind) -> Callable[[Kinds], Kind]:
    def kind(arguments: Kinds) -> Kind:
        for given, at in arguments:
            if given != TEXT:
                raise Mistake(at, f"这里应为文字，现在是{given}。")
        return gives

    return kind


def _column(arguments: Kinds) -> Kind:
    kind, at = arguments[0]
    if not kind.many:
        raise Mistake(at, f"这里应为整列，例如 指标.分值，现在是{kind}。")
    return NUMBER


def _any(gives: Kind) -> Callable[[Kinds], Kind]:
    return lambda _: gives


def spread(values: Iterable[Value]) -> Iterator[Single]:
    """Each value that is not blank, those of whole columns one by one."""
    for value in values:
        if isinstance(value, list):
            yield from (one for one in value if one is not None)
        elif value is not None:
            yield value


def _exact(values: Iterable[Value]) -> list[Exact]:
    return cast("list[Exact]", list(spread(values)))


def added(amounts: Sequence[Any]) -> Exact:
    """The exact sum of at least one amount."""
    if Fraction in map(type, amounts):
        return sum(map(Fraction, amounts), Fraction(0))
    total: Exact = sum(amounts[1:], amounts[0])
    return total


def _total(*values: Value) -> Single:
    filled = _exact(values)
    return added(filled) if filled else None


def _least(*values: Value) -> Single:
    return min(_exact(values), default=None)


def _most(*values: Value) -> Single:
    return max(_exact(values), default=None)


def _size(value: Exact | None) -> Single:
    return None if value is None else max(value, -value)


def _two_places(value: Exact | None) -> Single:
    return None if value is None else rounded(value if isinstance(value, Fraction) else Decimal(value))


def _either(condition: bool | None, one: Single, other: Single) -> Single:  # noqa: FBT001 – an argument in the form's rules
    return None if condition is None else one if condition else other


def _is_blank(value: Value) -> Single:
    return next(spread([value]), None) is None


def _filled(*values: Value) -> Single:
    return sum(1 for _ in spread(values))


def _read_number(text: str | None) -> Single:
    quantity = read_quantity(text) if text else None
    return quantity.number if quantity else None


def _read_unit(text: str | None) -> Single:
    quantity = read_quantity(text) if text else None
    return quantity.unit if quantity else None


def _same(one: str | None, other: str | None) -> Single:
    return None if one is None or other is None else same_text(one, other)


def _same_unit(one: str | None, other: str | None) -> Single:
    if one is None or other is None:
        return None
    first, second = read_quantity(one), read_quantity(other)
    return None if first is None or second is None else same_unit(first, second)


def _read_money(text: str | None) -> Single:
    quantity = read_quantity(text) if text else None
    factor = _IN_WAN_YUAN.get(quantity.unit) if quantity else None
    return quantity.number * factor if quantity and factor else None


def _quoted(text: str | None) -> Single:
    return f"“{text}”" if text else "空白"


_IN_WAN_YUAN = {"": Decimal(1), **MONEY_UNITS}
_MANY = 50
FUNCTIONS: Mapping[str, Function] = {
    "合计": Function("数或整列, …", 1, _MANY, _numbers, _total),
    "个数": Function("整列", 1, 1, _column, len),
    "最小": Function("数或整列, …", 1, _MANY, _numbers, _least),
    "最大": Function("数或整列, …", 1, _MANY, _numbers, _most),
    "绝对值": Function("数", 1, 1, _number, _size),
    "取两位": Function("数", 1, 1, _number, _two_places),
    "如果": Function("条件, 成立时的值, 不成立时的值", 3, 3, _chosen, _either),
    "空": Function("名称", 1, 1, _any(FLAG), _is_blank),
    "非空数": Function("名称或整列, …", 1, _MANY, _any(NUMBER), _filled),
    "读数": Function("文字", 1, 1, _texts(NUMBER), _read_number),
    "读单位": Function("文字", 1, 1, _texts(TEXT), _read_unit),
    "读金额": Function("文字", 1, 1, _texts(Kind("金额")), _read_money),
    "引用": Function("文字", 1, 1, _texts(TEXT), _quoted),
    "同单位": Function("文字, 文字", 2, 2, _texts(FLAG), _same_unit),
    "同文": Function("文字, 文字", 2, 2, _texts(FLAG), _same),
}
