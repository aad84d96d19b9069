"""The formulas by which a form's own fields are worked out: expressions that may name whatever a rule for no rows may."""

from collections.abc import Callable
from fractions import Fraction
from weakref import ref

from evaluations.core.basics.values import MONEY_PLACES, rounded
from evaluations.core.checks.case import Case
from evaluations.core.checks.fields import Slots, Values
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.stated import OwnField
from evaluations.core.rules import kinds
from evaluations.core.rules.compiling import Compiled, compile_value
from evaluations.core.rules.kinds import Exact
from evaluations.core.rules.mistake import Mistake
from evaluations.core.rules.parsing import parse


def formula(edition: Edition, own: OwnField, slots: Slots) -> Compiled[Values]:
    """The compiled formula of an own field that has one; `slots` are filled with what it reads.

    Raises:
        Mistake: it does not fit the edition, or does not give a number of the field's kind.
    """
    tree = parse(own.formula or "")
    value = compile_value(tree, slots.names(edition))
    is_ratio = kinds.number(value.kind, tree.at) == kinds.RATIO
    if is_ratio != (own.kind == "ratio"):
        raise Mistake(tree.at, "得出的是比率，kind 应为 ratio。" if is_ratio else "得出的不是比率，kind 不能是 ratio。")
    return value


def worked_out(edition: Edition, own: OwnField) -> Callable[[Document], Exact | None]:
    """What works an own field out for a document: a ratio as a Fraction, another number with at most six decimals; None from blanks.

    The edition is not kept by it.
    """
    slots, known = Slots(None), ref(edition)
    work = formula(edition, own, slots).work

    def read(document: Document) -> Exact | None:
        form = known()
        assert form is not None
        with kinds.exactly():
            value = work(next(slots.read(Case(form, document))))
        if not isinstance(value, Exact):
            return None
        if own.kind == "ratio":
            return Fraction(value)
        return rounded(value, MONEY_PLACES) if isinstance(value, Fraction) else value

    return read
