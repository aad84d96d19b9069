"""Tests of expressions at work: types, blanks, exact arithmetic, functions."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.rules.compiling import compile_condition, compile_value
from evaluations.core.rules.kinds import Value, exactly
from evaluations.core.rules.mistake import Mistake
from evaluations.core.rules.parsing import parse
from evaluations.core.rules.syntax import Node
from tests.core.rules.expressions import names, trees

VALUES: dict[str, Value] = {
    "预算": Decimal(8), "执行": Decimal("7.5"), "分值": Decimal(10), "得分": Decimal(9), "执行率": Decimal("0.9375"), "编制": 20, "名称": "培训人次",
    "指标值": "≥95%", "完成值": "96.5%", "填报日期": date(2024, 3, 15), "公开": True, "资金.各项": [Decimal(3), None, Decimal("4.5")],
}  # fmt: skip


def worked_out(expression: str, **typed: Value) -> Value:
    return compile_value(parse(expression), names()).work(VALUES | typed)


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ("预算 - 执行", "金额", Decimal("0.5")),
        ("执行 ÷ 预算", "比率", Decimal("0.9375")),
        ("预算 ÷ 3 × 3", "金额", 8),
        ("分值 × 执行率", "分", Decimal("9.375")),
        ("取两位(分值 × 执行率)", "分", Decimal("9.38")),
        ("取两位(-1.005 × 分值 ÷ 10)", "分", Decimal("-1.01")),
        ("预算 × 90% + 1", "金额", Decimal("8.2")),
        ("执行率 × 执行率", "比率", Decimal("0.87890625")),
        ("(100% - 执行率) × 50", "数", Decimal("3.125")),
        ("2 - 3 - 4", "数", -5),
        ("绝对值(执行 - 预算)", "金额", Decimal("0.5")),
        ("合计(资金.各项)", "金额", Decimal("7.5")),
        ("合计(资金.各项, 预算)", "金额", Decimal("15.5")),
        ("最小(预算, 执行)", "金额", Decimal("7.5")),
        ("最大(资金.各项, 5)", "金额", 5),
        ("个数(资金.各项)", "数", 3),
        ("非空数(资金.各项, 名称)", "数", 3),
        ("读数(完成值) ÷ 读数(指标值)", "比率", Fraction(193, 190)),
        ("读单位(完成值)", "文字", "%"),
        ("读金额(“≤125万元”)", "金额", 125),
        ("读金额(“1250000元”)", "金额", 125),
        ("读金额(“1.5亿元”)", "金额", 15000),
        ("读金额(“125”)", "金额", 125),
        ("读金额(“125人”)", "金额", None),
        ("引用(读单位(完成值))", "文字", "“%”"),
        ("引用(读单位(“5”))", "文字", "空白"),
        ("如果(得分 < 分值, 预算, 0)", "金额", 8),
        ("取两位(分值 × 最小(读数(完成值) ÷ 读数(指标值), 1))", "分", 10),
    ],
)
def test_values_are_exact_and_have_their_kind(expression: str, kind: str, value: Value) -> None:
    assert str(compile_value(parse(expression), names()).kind) == kind
    assert worked_out(expression) == value


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("预算 = 8", True),
        ("预算 ≠ 8", False),
        ("执行 ÷ 预算 ≥ 90%", True),
        ("执行 > 预算", False),
        ("编制 ≤ 20", True),
        ("名称 = “无”", False),
        ("名称 ≠ “无”", True),
        ("同文(名称, “培训　人次。”)", True),
        ("同单位(指标值, 完成值)", True),
        ("同单位(“3天”, “5日”)", True),
        ("同单位(指标值, “5场”)", False),
        ("填报日期 = 填报日期", True),
        ("公开 且 非 空(名称)", True),
        ("非 公开 或 预算 > 9 或 预算 > 7", True),
    ],
)
def test_conditions_hold_or_do_not(expression: str, holds: bool) -> None:  # noqa: FBT001
    assert compile_condition(parse(expression), names()).holds(VALUES) is holds


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("预算 = 8", None),
        ("预算 + 执行 = 8", None),
        ("-预算 = 8", None),
        ("执行 ÷ 预算 = 1", None),
        ("绝对值(预算) = 1", None),
        ("取两位(预算) = 1", None),
        ("如果(预算 = 8, 1, 2) = 1", None),
        ("非 预算 = 8", None),
        ("同单位(“3天”, “提升”)", None),
        ("读金额(“提升”) = 1", None),
        ("空(预算)", True),
        ("合计(预算, 执行) = 7.5", True),
        ("最大(预算, 执行) = 7.5", True),
        ("合计(预算) = 0", None),
        ("最小(预算) = 0", None),
        ("非空数(预算) = 0", True),
        ("预算 = 8 或 执行 = 7.5", True),
        ("预算 = 8 或 执行 = 7", None),
        ("预算 = 8 且 执行 = 7", False),
        ("预算 = 8 且 执行 = 7.5", None),
        ("执行 ÷ 0 = 1", None),
    ],
)
def test_a_blank_gives_a_blank_and_no_verdict(expression: str, said: bool | None) -> None:  # noqa: FBT001
    assert compile_condition(parse(expression), names()).holds(VALUES | {"预算": None}) is said


@pytest.mark.parametrize("text", ["", "提升", None])
def test_a_text_without_a_number_reads_as_blank(text: str | None) -> None:
    assert worked_out("读数(完成值)", 完成值=text) is None
    assert worked_out("读单位(完成值)", 完成值=text) is None


def test_a_number_without_a_unit_has_an_empty_one() -> None:
    assert worked_out("读单位(完成值)", 完成值="5") == ""


@pytest.mark.parametrize(
    ("expression", "column", "said"),
    [
        ("预箅 = 8", 1, "没有“预箅”，是否为“预算”？"),
        ("资金.各顶 = 8", 1, "是否为“资金.各项”？"),
        ("执行 = zzz", 6, "没有“zzz”，请核对名称。"),
        ("合记(资金.各项) = 8", 1, "没有函数“合记”，是否为“合计”？"),
        ("eval(名称) = 8", 1, "没有函数“eval”"),
        ("预算 + 分值 = 8", 6, "金额不能与分相加减"),
        ("预算 - 名称 = 8", 6, "这里应为数字，现在是文字；文字要先用 读数 读成数字。"),
        ("预算 × 执行 = 8", 6, "金额不能乘以金额"),
        ("预算 ÷ 编制 = 8", 6, "金额不能除以人数"),
        ("1 ÷ 预算 = 8", 5, "数不能除以金额"),
        ("预算 = 得分", 1, "金额不能与分比较"),
        ("名称 = 8", 1, "文字不能与数比较"),
        ("名称 < “无”", 1, "文字没有大小，只能用 = 或 ≠ 比较"),
        ("资金.各项 = 8", 1, "这里是整列，要用 合计"),
        ("预算 + 8", 1, "这里应为一个条件"),
        ("预算 且 公开", 1, "这里应为一个条件，例如 得分 ≤ 分值 或 空(原因)，现在是金额。"),
        ("非 预算", 1, "这里应为一个条件"),
        ("合计(名称) = 1", 4, "这里应为数字，现在是文字"),
        ("合计(预算, 分值) = 1", 8, "金额不能与分放在一起"),
        ("个数(预算) = 1", 4, "这里应为整列"),
        ("如果(预算, 1, 2) = 1", 4, "这里应为一个条件"),
        ("如果(公开, 1) = 1", 1, "函数 如果 应写成 如果(条件, 成立时的值, 不成立时的值)，现在有 2 个参数。"),
        ("读数(预算) = 1", 4, "这里应为文字，现在是金额"),
    ],
)
def test_types_that_do_not_go_together_are_refused_with_their_place(expression: str, column: int, said: str) -> None:
    with pytest.raises(Mistake) as refused:
        compile_condition(parse(expression), names())
    assert (refused.value.column, said in refused.value.message) == (column, True), refused.value


def test_a_comparison_keeps_its_sides_and_what_each_is_added_up_from() -> None:
    condition = compile_condition(parse("合计(资金.各项) = 预算 - 执行"), names())
    assert condition.operator == "="
    assert condition.left
    assert condition.right
    assert condition.left.terms(VALUES) == [("+", 3), ("+", Decimal("4.5"))]
    assert condition.right.terms(VALUES) == [("+", 8), ("-", Decimal("7.5"))]
    assert condition.reads == {"资金.各项", "预算", "执行"}
    assert compile_condition(parse("空(预算) 或 预算 = 1"), names()).left is None


AMOUNTS = st.decimals(-(10**8), 10**8, places=6)


@given(AMOUNTS, AMOUNTS, st.decimals(0, 10**9, places=6))
def test_sums_and_products_keep_all_their_digits(budget: Decimal, executed: Decimal, times: Decimal) -> None:
    expression = f"({times:f} × 预算 - 执行 × {times:f}) × {times:f} + 绝对值(-预算) = 0"
    exact = Fraction(times) ** 2 * (Fraction(budget) - Fraction(executed)) + abs(Fraction(budget))
    left = compile_condition(parse(expression), names()).left
    assert left
    with exactly():
        assert left.work({"预算": budget, "执行": executed}) == exact


def test_what_is_the_same_for_every_form_is_worked_out_when_compiling() -> None:
    assert compile_value(parse("取两位(90% × 1.5) + 最小(2, 3)"), names()).is_constant
    assert not compile_value(parse("取两位(90% × 1.5) + 预算"), names()).is_constant


@pytest.mark.slow
@given(trees(), st.dictionaries(st.sampled_from(sorted(VALUES)), st.none()))
def test_whatever_compiles_works_out_with_any_blanks(tree: Node, blank: dict[str, None]) -> None:
    try:
        compiled = compile_value(tree, names())
    except Mistake:
        return
    compiled.terms(VALUES | blank)
    value = compiled.work(VALUES | blank)
    if compiled.kind.type in ("金额", "分", "比率", "人数", "数") and not compiled.kind.many:
        assert value is None or isinstance(value, Decimal | int | Fraction)
