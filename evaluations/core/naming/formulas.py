"""The formulas by which a form's own fields are worked out."""

from evaluations.core.form.edition import Edition, OwnField
from evaluations.core.naming.fields import Place, names
from evaluations.core.rules import kinds
from evaluations.core.rules.compiling import Compiled, compile_value
from evaluations.core.rules.mistake import Mistake
from evaluations.core.rules.parsing import parse


def formula(edition: Edition, own: OwnField) -> Compiled[Place]:
    """The compiled formula of an own field that has one.

    Raises:
        Mistake: it does not fit the edition, or does not give a number of the field's kind.
    """
    tree = parse(own.formula or "")
    value = compile_value(tree, names(edition, None))
    is_ratio = kinds.number(value.kind, tree.at) == kinds.RATIO
    if is_ratio != (own.kind == "ratio"):
        raise Mistake(tree.at, "得出的是比率，kind 应为 ratio。" if is_ratio else "得出的不是比率，kind 不能是 ratio。")
    return value
