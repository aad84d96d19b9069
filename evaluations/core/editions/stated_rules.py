"""What is wrong with the rules that an edition's file states itself. Asked only when an edition is loaded."""

from collections import Counter
from collections.abc import Iterator

from evaluations.core import checks
from evaluations.core.basics.values import ROW_LIMIT
from evaluations.core.checks import by_rules
from evaluations.core.editions.rules import BrokenRule
from evaluations.core.form.edition import Edition
from evaluations.core.form.former_rules import columns_of, rules_for
from evaluations.core.form.stated import Rule
from evaluations.core.rules.mistake import Mistake, Unfit
from evaluations.core.rules.parsing import parse
from evaluations.core.rules.syntax import walk

MOST_RULES = 200
MOST_STEPS = 200_000
"""How many names, numbers and operations all rules may come to; those for each row count `ROW_LIMIT` times."""


def problems_of_rules(edition: Edition) -> Iterator[BrokenRule]:
    """Every mistake in the edition's rules, at most one in each, with the part of the rule that it concerns."""
    if len(edition.rules) > MOST_RULES:
        yield BrokenRule(("rules",), f"共 {len(edition.rules)} 条规则，最多 {MOST_RULES} 条。")
        return
    if (steps := sum(map(_steps, edition.rules))) > MOST_STEPS:
        yield BrokenRule(
            ("rules",), f"按每个列表 {ROW_LIMIT} 行算，共 {steps} 次运算，最多 {MOST_STEPS} 次，请精简规则。"
        )
        return
    program = rules_for(columns_of(edition.model_dump(include={"attachment2"})))
    standard = Counter(rule["code"] for rule in program)
    known = {*standard, *checks.BUILT_IN}
    for number, code in enumerate(edition.standard_rules):
        if code not in known:
            yield BrokenRule(
                ("standard_rules", number), f"没有 {code} 这样的通用规则，有：{'、'.join(sorted(known))}。"
            )
    own = len(edition.rules) - sum(standard[code] for code in {*edition.standard_rules})
    named = {rule.code for rule in edition.rules if rule.relation}
    for number, rule in enumerate(edition.rules[:own]):
        yield from (BrokenRule(("rules", number, key), message) for key, message in _problems(edition, rule, named))


def _steps(rule: Rule) -> int:
    """What a rule comes to; nothing, if it is none."""
    try:
        parts = sum(1 for text in (rule.when, rule.holds) if text for _ in walk(parse(text)))
    except Mistake:
        return 0
    return parts * (ROW_LIMIT if rule.each else 1)


def _problems(edition: Edition, rule: Rule, named: set[str]) -> Iterator[tuple[str, str]]:
    if rule.code in checks.BUILT_IN:
        yield "code", f"{rule.code} 由程序判断，表样不能再写，请换一个代码。"
    if rule.code not in named:
        yield "relation", f"请用 relation 写明 {rule.code} 核对的是什么，例如 执行数 ≤ 预算数。"
    try:
        ready = by_rules.ready(edition, rule)
    except Unfit as unfit:
        yield unfit.key, str(unfit)
        return
    left = ready.holds.left
    if not rule.message.endswith(by_rules.FULL_STOP) and (left is None or left.kind.type != "金额"):
        yield "message", "应以“。”结尾；只有比较两边金额的规则可以不写，由程序补上差额和处理办法。"
