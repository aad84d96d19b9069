"""Tests of reading an edition: the shipped one, another one, and every fault refused by its place."""

import pytest

from evaluations.core import checks
from evaluations.core.edition import EditionError, read_edition
from tests.core.builders import HERE, SHIPPED, edition, second_edition

TEXT = SHIPPED.read_text(encoding="utf-8")


def test_the_shipped_edition_has_the_lines_and_weights_of_the_form() -> None:
    form = edition()
    assert len(form.lines) == 18
    assert {level.code: int(level.weight) for level in form.attachment3.levels} == {
        "output": 40, "benefit": 20, "satisfaction": 10, "cost": 20,
    }  # fmt: skip
    assert list(form.categories)[:3] == ["output.quantity", "output.quality", "output.timeliness"]
    assert len(form.categories) == 11
    assert [chapter.number for chapter in form.report.chapters] == list(range(1, 10))


def test_another_edition_needs_no_code() -> None:
    form = second_edition()
    assert (form.attachment2.number, form.attachment3.number) == ("附件1", "附件2")
    assert "cost" not in {level.code for level in form.attachment3.levels}
    assert "union_funds" in form.line
    assert "区级" not in (HERE / "second_edition.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", [edition(), second_edition()], ids=lambda form: form.code)
def test_every_total_is_judged_by_a_check(form) -> None:  # type: ignore[no-untyped-def]
    assert {line.check for line in form.lines if line.parts} <= set(checks.CHECKS)


def test_years_are_filled_into_labels() -> None:
    assert edition().words(edition().attachment2.prior_final, 2024) == "2023年决算数"
    assert edition().words(edition().attachment2.final, 2024) == "2024年决算数"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("version = 2", "version = 1\nspare = 2", "spare"),
        ("version = 2", 'version = "one"', "version"),
        ("version = 2", "version = = 2", "not a TOML file"),
        ('weight = "40"', 'weight = "41"', "weights sum to 101"),
        ('weight = "40"', 'weight = "-1"', "weight"),
        ('execution_weight = "10"', "", "execution_weight"),
        ('parts = ["vehicle_purchase", "vehicle_operation"]', 'parts = ["vehicle_purchase", "boats"]', "unknown part boats"),
        ('parts = ["vehicle_purchase", "vehicle_operation"]', "parts = []", "official_vehicles"),
        ('parts = ["vehicle_purchase", "vehicle_operation"]', 'parts = ["three_public"]', "below its total"),
        ('check = "A2-03"', "", "names the check"),
        ('item = "office"', 'item = "project"', "project stands more than once"),
        ('item = "office"', 'item = "Büro"', "item"),
        ('code = "output.quality"', 'code = "benefit.quality"', "belongs to another level"),
        ('code = "output.quality"', 'code = "output.quantity"', "more than once"),
        ("number = 9", "number = 8", "report.chapters.number"),
        ('"basic_data.thrift_measures",', '"basic_data.thrift",', "unknown cell basic_data.thrift"),
        ('equals = "self_assessment.initial_budget"', 'equals = "self_assessment.begin"', "unknown cell self_assessment.begin"),
        ('only_with = "government_fund"', 'only_with = "lottery"', "unknown source lottery"),
        ('code = "revenue"\nchapter = 2', 'code = "revenue"\nchapter = 12', "report.sentences.revenue: unknown chapter 12"),
        ('code = "revenue"\nchapter = 2', 'code = "initial_budget"\nchapter = 2', "report.sentences.code: initial_budget"),
        ("资金{initial_budget}万元", "资金{initial}万元", "report.sentences.initial_budget: unknown placeholder initial"),
        ("资金{initial_budget}万元", "资金{basic_data.thrift_measures}万元", "unknown placeholder basic_data.thrift_measures"),
        ("资金{initial_budget}万元", "资金{final}万元", "unknown placeholder final"),
        ("资金{initial_budget}万元", "资金{initial_budget万元", "report.sentences.initial_budget: .*expected '}'"),
        ("{year}年预算资金{initial_budget}万元。", "{year}，{initial_budget}。", "has no words"),
        ("（年度指标值{target}）", "，年度指标值{target}", "{target} is followed by no words"),
        ('each = "satisfaction"', 'each = "happiness"', "report.sentences.satisfaction: unknown list happiness"),
        ('each = "basic_data.expenditure.other_project"', 'each = "basic_data.expenditure.office"', "unknown list"),
        ('heading = "（一）基本支出情况"', 'heading = "基本支出情况"', "基本支出情况 is no heading"),
        ('when = "basic_data.expenditure.three_public.final"\n', "", "zero belongs to a sentence with when"),
        ('when = "basic_data.expenditure.business_funds.final"', 'when = "final"', "unknown cell final"),
        ("[report.adjustment]", "[spare]", "spare"),
        ('raised = "调增{amount}万元"\n', "", "report.adjustment.raised"),
        ('overrun = "overrun"', 'overrun = "other"', "scoring.overrun"),
        ('rounding = "0.01"', 'rounding = "NaN"', "rounding"),
        ('kind = "heading"', 'kind = "title"', "kind"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_by_its_place(old: str, new: str, named: str) -> None:
    assert old in TEXT
    with pytest.raises(EditionError, match=named):
        read_edition(TEXT.replace(old, new, 1))


def test_an_adjustment_needs_its_words() -> None:
    words = TEXT[TEXT.index("[report.adjustment]") : TEXT.index("[[report.sentences]]")]
    with pytest.raises(EditionError, match=r"overall_execution: {adjustment} needs the words of report.adjustment"):
        read_edition(TEXT.replace(words, "", 1))


def test_an_edition_may_have_no_sentences() -> None:
    before, after = TEXT.split("[report.adjustment]")[0], TEXT[TEXT.index("[thresholds]") :]
    assert read_edition(before + after).report.sentences == ()


def test_an_edition_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        edition().version = 3  # type: ignore[misc]
