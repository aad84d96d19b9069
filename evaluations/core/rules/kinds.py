"""The types of values, and which may meet in an operation.

Numbers without a type of their own (数, such as a typed 100) go with every other number; money does not go with points. Exact throughout: amounts,
their sums and products are `Decimal` or `int`, what has been divided is a `Fraction`. A blank is None.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, Literal

from evaluations.core.rules.mistake import Mistake

Type = Literal["金额", "分", "比率", "人数", "数", "文字", "日期", "是否"]
NUMBERS: tuple[Type, ...] = ("金额", "分", "比率", "人数", "数")
_MOST_DIGITS = 3_000
Exact = Decimal | int | Fraction
EXACT_TYPES = (Decimal, int, Fraction)
"""The types of `Exact`: `isinstance` with a tuple costs a third of one with a union."""
Single = Exact | str | date | None
Value = Single | list[Any]
"""One value; for a whole column its values, blanks among them."""


def exactly() -> AbstractContextManager[Any]:
    """Within it, sums and products of decimals keep all digits, of which no rule can come to more; it costs a tenth of fractions.

    Outside, they keep 28: enough for sums of the amounts of a form, and for a product of two.
    """
    return localcontext(prec=_MOST_DIGITS)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type, and whether it is of a whole column (`many`)."""

    type: Type
    many: bool = False

    def __str__(self) -> str:
        return f"一列{self.type}" if self.many else self.type


FLAG, TEXT, NUMBER, RATIO = Kind("是否"), Kind("文字"), Kind("数"), Kind("比率")


def single(kind: Kind, at: int) -> Kind:
    """`kind`, if it is of one value.

    Raises:
        Mistake: it is of a whole column.
    """
    if kind.many:
        raise Mistake(at, "这里是整列，要用 合计、最大、最小 或 非空数 得出一个数，例如 合计(指标.分值)。")
    return kind


def flag(kind: Kind, at: int) -> Kind:
    """`kind`, if it is 是否.

    Raises:
        Mistake: it is not.
    """
    if kind != FLAG:
        raise Mistake(at, f"这里应为一个条件，例如 得分 ≤ 分值 或 空(原因)，现在是{kind}。")
    return kind


def number(kind: Kind, at: int) -> Kind:
    """`kind`, if it is a single number.

    Raises:
        Mistake: it is not.
    """
    if single(kind, at).type not in NUMBERS:
        raise Mistake(at, f"这里应为数字，现在是{kind}；文字要先用 读数 读成数字。")
    return kind


def alike(one: Kind, other: Kind, doing: str, at: int) -> Kind:
    """The kind of two values that are added or chosen between, or that may be compared.

    Raises:
        Mistake: they are of types that have nothing in common.
    """
    if one == other:
        return one
    if NUMBER in (one, other) and one.type in NUMBERS and other.type in NUMBERS:
        return one if other == NUMBER else other
    raise Mistake(at, f"{one}不能与{other}{doing}，请核对是否写错了名称。")


def added(one: Kind, other: Kind, at: int) -> Kind:
    """The kind of a sum or difference.

    Raises:
        Mistake: the two can't be added.
    """
    return alike(number(one, at), number(other, at), "相加减", at)


def multiplied(one: Kind, other: Kind, at: int) -> Kind:
    """The kind of a product: a share or a plain number of something stays that.

    Raises:
        Mistake: the product means nothing, such as money times money.
    """
    number(one, at), number(other, at)
    if one == other == RATIO:
        return RATIO
    plain = [kind for kind in (one, other) if kind.type not in ("比率", "数")]
    if len(plain) == 2:
        raise Mistake(at, f"{one}不能乘以{other}，只能乘以比率或数。")
    return plain[0] if plain else NUMBER


def divided(one: Kind, other: Kind, at: int) -> Kind:
    """The kind of a quotient: the same by the same is a ratio.

    Raises:
        Mistake: the quotient means nothing, such as money by persons.
    """
    if number(one, at) == number(other, at):
        return RATIO
    if other.type not in ("比率", "数"):
        raise Mistake(at, f"{one}不能除以{other}，只能除以{one}、比率或数。")
    return one
