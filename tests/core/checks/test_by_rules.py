"""Tests of the rules that an edition states itself, beside those of the shipped one, which the tests of their codes judge."""

from decimal import Decimal
from functools import cache
from typing import Any
from weakref import ref

import pytest

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document, Indicator
from evaluations.core.form.edition import Edition
from evaluations.core.form.stated import Rule
from tests.core.builders import document, edition, second_document, second_edition, with_buildings, with_indicators

EXECUTED, INITIAL = "self_assessment.executed", "self_assessment.initial_budget"
ROW: dict[str, Any] = {"each": "self_assessment.indicators", "cell": "score"}


def stating(form: Edition | None = None, /, **said: Any) -> Edition:
    """An edition that states this one rule."""
    given = {"code": "Z-01", "relation": "试", "severity": "error", "cell": EXECUTED, "message": "错。"}
    return (form or edition()).model_copy(update={"rules": (Rule.model_validate(given | said),)})


def found(form: Edition, judged: Document) -> list[Finding]:
    return list(checks.of(form)["Z-01"].judge(Case(form, judged)))


def said(message: str, holds: str = "1 = 2", typed: dict[str, str] | None = None, **more: Any) -> str:
    """The message of the only finding."""
    [finding] = found(stating(holds=holds, message=message, **more), document(typed))
    return finding.message


def test_an_edition_is_judged_by_its_own_rules_and_the_built_in_ones() -> None:
    form = stating(holds=f"{EXECUTED} > 1000")
    assert [code for code in checks.of(form) if code not in checks.BUILT_IN] == ["Z-01"]
    assert [finding.code for finding in checks.run(Case(form, document()))] == ["Z-01"]


def test_checks_come_in_the_order_of_their_codes() -> None:
    assert list(checks.of(edition())) == sorted(checks.CHECKS)


def test_a_comparison_gives_both_sides_and_the_operator() -> None:
    [finding] = found(stating(holds=f"{EXECUTED} ≤ 50"), document())
    assert (finding.found, finding.expected) == ("74", "≤ 50")
    [finding] = found(stating(holds=f"{EXECUTED} = 50"), document())
    assert (finding.found, finding.expected) == ("74", "50")


def test_what_is_no_comparison_gives_no_sides_unless_the_rule_states_them() -> None:
    [finding] = found(stating(holds=f"空({EXECUTED})"), document())
    assert (finding.found, finding.expected) == ("", "")
    [finding] = found(stating(holds=f"空({EXECUTED})", found=f"{{{EXECUTED}}}", expected="空白"), document())
    assert (finding.found, finding.expected) == ("74", "空白")


@pytest.mark.parametrize(
    ("executed", "severity", "end"),
    [
        ("74.5", "error", "填的是 74.5，不是 74（66 + 8），相差 +0.5 万元，请核对后改正。"),
        ("73.99", "info", "填的是 73.99，不是 74（66 + 8），相差 -0.01 万元，属于四舍五入的尾差，不必修改。"),
    ],
)
def test_a_sum_is_shown_with_its_terms_and_rounding_is_forgiven(executed: str, severity: str, end: str) -> None:
    parts = "self_assessment.by_expenditure"
    form = stating(holds=f"{EXECUTED} = {parts}.basic + {parts}.project", message="填的是 {左}，不是 {右}")
    [finding] = found(form, document({"executed": executed}))
    assert (finding.severity, finding.message, finding.expected) == (severity, end, "74")


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("{左}、{右}、{差}。", "74、60、+14。"),
        (f"{{{EXECUTED}}}。", "74。"),
        ("{self_assessment.executed - 4}。", "70。"),
        ("{self_assessment.executed ÷ 3}。", "24.666667。"),
        ("{self_assessment.executed ÷ 60}。", "1.233333。"),
        ("{self_assessment.executed ÷ self_assessment.by_expenditure.basic}。", "112.12%。"),
        ("{thresholds.execution_rate}。", "90%。"),
        ("{attachment2.final}。", "2023年决算数。"),
        ("{attachment3.execution_weight}。", "10。"),
        ("{filing_date}。", "2024-03-15。"),
        ("{preparer.name}。", "张三。"),
        ("{空(preparer.name)}。", "否。"),
        ("{合计(self_assessment.by_expenditure)}。", "74。"),
        ("{basic_data.expenditure.project.final的名称}。", "附件2 项目支出 2023年决算数。"),
        ("{self_assessment.by_expenditure.basic的名称}。", "基本支出。"),
        ("没有占位符。", "没有占位符。"),
    ],
)
def test_placeholders_are_filled_in_as_the_form_shows_values(message: str, shown: str) -> None:
    assert said(message, f"{EXECUTED} = 60", {"filing_date": "2024-03-15", "preparer.name": "张三"}) == shown


def test_a_blank_is_shown_as_nothing() -> None:
    assert said(f"“{{{EXECUTED}}}”。", f"非 空({EXECUTED})", {"executed": ""}) == "“”。"


def test_a_rule_for_each_row_names_its_columns_and_its_row() -> None:
    rows = [
        Indicator(category="output.quantity", name=name, weight=Decimal(5), score=Decimal(score))
        for name, score in (("甲", 6), ("乙", 5), ("丙", 7))
    ]
    form = stating(**ROW, holds="score ≤ weight", message="“{name}”超过 {weight}。")
    assert [(finding.where, finding.message) for finding in found(form, with_indicators(document(), *rows))] == [
        ("self_assessment.indicators.1.score", "“甲”超过 5。"),
        ("self_assessment.indicators.3.score", "“丙”超过 5。"),
    ]


def test_rules_of_one_code_go_through_the_same_rows_together() -> None:
    first = stating(**ROW, holds="空(score)", message="一。").rules
    form = edition().model_copy(
        update={"rules": (*first, *stating(**ROW | {"cell": "weight"}, holds="空(weight)").rules)}
    )
    wheres = [finding.where for finding in found(form, document())]
    assert wheres[:2] == ["self_assessment.indicators.1.score", "self_assessment.indicators.1.weight"]


@pytest.mark.parametrize(
    ("each", "cell", "first"),
    [
        ("basic_data.expenditure", "final", "basic_data.expenditure.three_public.final"),
        ("basic_data.expenditure.earmarked_fund", "final", "basic_data.expenditure.earmarked_fund.1.final"),
        ("self_assessment.indicators", "name", "self_assessment.indicators.1.name"),
        ("self_assessment.levels", "weights", "self_assessment.indicators.output"),
        ("self_assessment.categories", "indicators", "self_assessment.indicators.output.quantity"),
        ("self_assessment.by_revenue", "amount", "self_assessment.by_revenue.general_public_budget"),
        ("self_assessment.by_expenditure", "amount", "self_assessment.by_expenditure.basic"),
        ("report.figures", "amount", "report.figures.initial_budget"),
        ("report.figures", "equals", "self_assessment.initial_budget"),
        ("report.chapters", "text", "report.chapters.1"),
        ("required.cells", "value", "basic_data.staffing.authorized_posts"),
    ],
)
def test_each_list_of_rows_can_be_gone_through(each: str, cell: str, first: str) -> None:
    assert found(stating(each=each, cell=cell, holds=f"空({cell})"), document())[0].where == first


def test_a_blank_indicator_is_only_a_place_to_type_in() -> None:
    blank = Indicator(category="output.quantity")
    assert not found(stating(**ROW, holds="非 空(score)"), with_indicators(document(), blank))


def test_a_rule_may_ask_for_what_is_known_of_an_indicator_beside_its_cells() -> None:
    row = Indicator(
        category="cost.economic",
        name="整体支出",
        target="≤50万元",
        actual="60万元",
        weight=Decimal(10),
        score=Decimal(1),
    )
    message = "{direction}、{level_direction}、{target_number}、{actual_number}、{suggested_score}、{beside}。"
    [finding] = found(stating(**ROW, holds="空(score)", message=message), with_indicators(document(), row, row))[:1]
    assert finding.message == "反向、反向、50、60、8、1。"


def test_a_rule_may_ask_for_the_parts_of_a_line() -> None:
    form = stating(
        each="basic_data.expenditure", when="kind = “total”", holds="final = 合计(parts.final)", cell="final"
    )
    [finding] = found(form, document({"three_public.final": "9"}))
    assert (finding.where, finding.expected) == ("basic_data.expenditure.three_public.final", "0.5")


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        ("非空数(self_assessment.by_revenue) = 0", True),
        ("合计(self_assessment.indicators.weight) = 0", True),
        ("合计(basic_data.expenditure.earmarked_fund.final) = -1", True),
        ("个数(basic_data.buildings.actual_area) = 99", True),
        ("合计(basic_data.buildings.actual_area) = 99", False),
    ],
)
def test_a_whole_column_is_added_up_and_blank_columns_say_nothing(whole: str, said: bool) -> None:  # noqa: FBT001
    assert bool(found(stating(holds=whole), with_buildings(document()))) is said


def test_a_rule_may_ask_whether_the_form_limits_a_line_to_its_budget() -> None:
    form = stating(each="basic_data.expenditure", when="within_budget", holds="空(final)", cell="final")
    items = [finding.where.split(".")[2] for finding in found(form, document())]
    assert items == [line.item for line in form.lines if line.within_budget]


def test_a_rule_applies_only_where_its_condition_holds() -> None:
    assert found(stating(holds="1 = 2", when=f"{EXECUTED} = 74"), document())
    assert not found(stating(holds="1 = 2", when=f"{EXECUTED} = 75"), document())
    assert not found(stating(holds="1 = 2", when=f"{EXECUTED} = 74"), document({"executed": ""}))


def test_a_blank_on_either_side_says_nothing() -> None:
    form = stating(holds=f"{EXECUTED} = {INITIAL}")
    assert not found(form, document({"executed": ""}))
    assert not found(form, document({"initial_budget": ""}))


def test_a_rule_that_reads_what_an_edition_lacks_is_off_and_listed() -> None:
    lacking = "basic_data.expenditure.union_funds.final"
    rule: dict[str, Any] = {"holds": f"空({lacking})", "cell": lacking}
    assert not found(stating(**rule), document())
    assert ("Z-01", (lacking,)) in [(off.check.code, off.lacks) for off in checks.off(stating(**rule))]
    assert found(stating(second_edition(), **rule), second_document())
    assert "Z-01" not in [off.check.code for off in checks.off(stating(second_edition(), **rule))]


@cache
def reported() -> Edition:
    return stating(holds="report.figures.basic = 0", cell="report.figures.basic")


def test_a_finding_on_a_figure_of_the_report_quotes_its_sentence() -> None:
    [finding] = found(reported(), document())
    assert all(quote in document().report.chapter(2) for quote in finding.quotes)


def test_what_is_compiled_for_an_edition_goes_with_it() -> None:
    form = stating(holds="1 = 2")
    compiled = ref(checks.of(form)["Z-01"].judge)
    assert compiled() is checks.of(form)["Z-01"].judge
    del form
    assert compiled() is None


def test_an_edition_is_not_kept_by_what_is_compiled_for_it() -> None:
    form = stating(holds="self_assessment.executed = 1", message="{attachment2.final}是 {左}。")
    assert found(form, document())
    kept = ref(form)
    del form
    assert kept() is None
