"""What is wrong with an expression, and where."""

from collections.abc import Callable, Iterable

from evaluations.core.basics.alike import most_like


class Mistake(ValueError):
    """An expression can't be used; the text says why and what to do, `column` (from 1) where in the expression."""

    def __init__(self, column: int, message: str) -> None:
        super().__init__(f"第 {column} 个字符：{message}")
        self.column, self.message = column, message


def unknown(column: int, what: str, name: str, known: Iterable[str]) -> Mistake:
    """The mistake of a `name` that is none of the `known` ones, with the one that it resembles."""
    alike = most_like(name, known)
    return Mistake(column, f"没有{what}“{name}”，" + (f"是否为“{alike}”？" if alike else "请核对名称。"))


class Unfit(ValueError):
    """A rule does not fit its edition; `key` is the part of the rule, the text says why."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def within[T](key: str, make: Callable[[], T]) -> T:
    """What `make` gives for the part `key` of a rule.

    Raises:
        Unfit: there is a mistake in it.
    """
    try:
        return make()
    except Mistake as mistake:
        raise Unfit(key, str(mistake)) from mistake
