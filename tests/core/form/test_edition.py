"""Tests of reading an edition: the shipped one, another one, and every fault refused by its place."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core import checks
from evaluations.core.content.cells import cells
from evaluations.core.editions.file import EditionError, decoded, read_edition, stored_edition
from tests.core.builders import HERE, SHIPPED, document, edition, second_edition

TEXT = SHIPPED.read_text(encoding="utf-8")
PIECES = [
    "",
    '"',
    "'",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    "\n",
    "#",
    '"""',
    "\\",
    "\x00",
    "\ufeff",
    "，",
    "nan",
    "1e999",
    "9" * 5000,
    "true",
    "2024-01-01",
]


def test_the_shipped_edition_has_the_lines_and_weights_of_the_form() -> None:
    form = edition()
    assert len(form.lines) == 18
    assert {level.code: level.weight for level in form.attachment3.levels} == {
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
    assert edition().words(edition().columns["prior_final"].label, 2024) == "2023年决算数"
    assert edition().words(edition().columns["final"].label, 2024) == "2024年决算数"


PARTS = 'parts = ["vehicle_purchase", "vehicle_operation"]'
EQUALS = 'equals = "self_assessment.initial_budget"'


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        # Shape
        ("version = 5", "version = 5\nspare = 2", "第 5 行 spare：不认识这一项"),
        ("version = 5", 'version = "one"', "第 4 行 version：应为不带引号的整数"),
        ("version = 5", "version = 0", "第 4 行 version：不能小于 1"),
        ("version = 5", f"version = {'9' * 400}", "第 4 行 version：不能大于 9999"),
        ('weight = "40"', 'weight = "-1"', "attachment3.levels.output.weight：不能小于 0"),
        ('weight = "40"', "weight = nan", "attachment3.levels.output.weight：应为数字，不能是无穷大"),
        ('weight = "40"', "weight = inf", "attachment3.levels.output.weight：应为数字，不能是无穷大"),
        ('weight = "40"', 'weight = "forty"', "attachment3.levels.output.weight：应为数字"),
        ('weight = "40"', "weight = 2024-01-01", "attachment3.levels.output.weight：应为数字"),
        ('execution_weight = "10"', "", "attachment3.execution_weight：缺少这一项"),
        ('item = "office"', 'item = "Büro"', "attachment2.lines.Büro.item：“Büro”不能作代码"),
        ('item = "office"', 'item = "办公"', "“办公”不能作代码"),
        ('item = "office"', 'item = "office\\n"', "不能作代码"),
        ('item = "office"', 'item = "../office"', "不能作代码"),
        ('item = "office"', f'item = "{"o" * 41}"', "太长，最多 40 个字"),
        ('code = "lusong-2023"', 'code = "芦淞"', "第 3 行 code：“芦淞”不能作代码"),
        ('code = "output.quality"', 'code = "quality"', "“quality”不能作代码"),
        ('raised = "调增{amount}万元"\n', "", "report.adjustment.raised：缺少这一项"),
        ("[report.adjustment]", "[spare]", "spare：不认识这一项"),
        ('overrun = "overrun"', 'overrun = "other"', "scoring.overrun：不认识这一项"),
        ('rounding = "0.01"', 'rounding = "NaN"', "thresholds.rounding：应为数字，不能是无穷大"),
        ('rounding = "0.01"', 'rounding = "-0.01"', "thresholds.rounding：不能小于 0"),
        ('kind = "heading"', 'kind = "title"', "kind：应为"),
        ("required = true", 'required = "maybe"', "required：应为 true 或 false"),
        ('name = "株洲市', 'name = 1 # "', "第 5 行 name：应为带引号的文字"),
        ('title = "{year}年度部门（单位）整体支出绩效自评表"', 'title = ""', "attachment3.title：不能为空"),
        # References
        ('weight = "40"', 'weight = "41"', "attachment3.execution_weight：.*之和是 101，应为 100"),
        (PARTS, 'parts = ["vehicle_purchase", "boats"]', "official_vehicles.parts.2：.*的分项 boats 不存在"),
        (PARTS, 'parts = ["vehicle_purchase", "vehicle_purchase"]', "vehicle_purchase 出现了不止一次"),
        (PARTS, "parts = []", "official_vehicles.parts：合计行"),
        (PARTS, 'parts = ["three_public"]', "分项 three_public 应在合计行 official_vehicles 之下"),
        ('check = "A2-03"', "", "attachment2.lines.official_vehicles：合计行 official_vehicles 应写明"),
        ('check = "A2-03"', 'check = "A2-99"', "official_vehicles.check：没有“A2-99”这样的合计核对，应为 A2-02、"),
        ('check = "A2-03"', 'check = "N-17"', "没有“N-17”这样的合计核对"),
        ('check = "A2-03"', 'check = "a2-03"', "没有“a2-03”这样的合计核对"),
        ('check = "A2-03"', 'check = ""', "没有“”这样的合计核对"),
        ('item = "vehicle_purchase"', 'item = "vehicle_purchase"\ncheck = "A2-03"', "vehicle_purchase 不是合计行"),
        ('item = "office"', 'item = "project"', "attachment2.lines.project.item：project 出现了不止一次"),
        ('code = "output.quality"', 'code = "benefit.quality"', "benefit.quality 不属于一级指标 output"),
        ('code = "output.quality"', 'code = "output.quantity"', "output.quantity 出现了不止一次"),
        ("number = 9", "number = 100", "report.chapters.100.number：不能大于 99"),
        ("number = 9", "number = 8", "report.chapters.8.number：8 出现了不止一次"),
        ('"basic_data.thrift_measures",', '"basic_data.thrift",', "required.cells.3：没有单元格 basic_data.thrift。"),
        ('"basic_data.thrift_measures",', '"preparer.name",', "preparer.name 出现了不止一次"),
        (EQUALS, 'equals = "self_assessment.begin"', "initial_budget.equals：没有单元格 self_assessment.begin"),
        ('only_with = "government_fund"', 'only_with = "lottery"', "没有收入来源 lottery"),
        # Sentences
        ('code = "revenue"\nchapter = 2', 'code = "revenue"\nchapter = 12', "report.sentences.revenue.chapter：没有第 12 章"),
        ('code = "revenue"\nchapter = 2', 'code = "initial_budget"\nchapter = 2', "initial_budget 出现了不止一次"),
        ("资金{initial_budget}万元", "资金{initial}万元", "sentences.initial_budget.template：不认识占位符 {initial}"),
        ("资金{initial_budget}万元", "资金{basic_data.thrift_measures}万元", "不认识占位符 {basic_data.thrift_measures}"),
        ("资金{initial_budget}万元", "资金{final}万元", "不认识占位符 {final}"),
        ("资金{initial_budget}万元", "资金{initial_budget万元", "花括号应成对"),
        ("{year}年预算资金{initial_budget}万元。", "{year}，{initial_budget}。", "没有文字，无法在报告里认出"),
        ("（年度指标值{target}）", "，年度指标值{target}", "{target} 之后应有文字"),
        ('each = "satisfaction"', 'each = "happiness"', "satisfaction.each：没有名为 happiness 的多行项目或指标"),
        ('each = "basic_data.expenditure.other_project"', 'each = "basic_data.expenditure.office"', "没有名为 basic_data.expenditure.office"),
        ('heading = "（一）基本支出情况"', 'heading = "基本支出情况"', "“基本支出情况”不是标题"),
        ('when = "basic_data.expenditure.three_public.final"\n', "", "有 zero 的句子也应有 when"),
        ('when = "basic_data.expenditure.business_funds.final"', 'when = "final"', "没有单元格 final"),
        # Bounds
        ('execution_rate = "0.90"', 'execution_rate = "90"', "thresholds.execution_rate：应在 0 至 2 之间"),
        ('exceeded_target = "1.3"', 'exceeded_target = "130"', "thresholds.exceeded_target：应在 0 至 2 之间"),
        ('swing = "0.2"', 'swing = "2.1"', "thresholds.swing：应在 0 至 2 之间"),
        ('similarity = "0.9"', 'similarity = "1.1"', "thresholds.similarity：应在 0 至 1 之间"),
        ('similarity = "0.9"', 'similarity = "-0.1"', "thresholds.similarity：不能小于 0"),
        ('wrong_unit = "1000"', 'wrong_unit = "1"', "thresholds.wrong_unit：应在 10 至 1000000 之间"),
        ('rounding = "0.01"', 'rounding = "100"', "thresholds.rounding：应在 0 至 1 之间"),
        ("similar_from = 60", "similar_from = 0", "thresholds.similar_from：不能小于 1"),
        ('"良", at_least = "80"', '"良", at_least = "95"', "scoring.grades.良.at_least：“良”的下限应低于前一档“优”"),
        ('"良", at_least = "80"', '"良", at_least = "90"', "“良”的下限应低于前一档“优”"),
        ('"优", at_least = "90"', '"优", at_least = "101"', "scoring.grades.优.at_least：不能大于 100"),
        ('"差", at_least = "0"', '"差", at_least = "-1"', "scoring.grades.差.at_least：不能小于 0"),
        ('label = "良"', 'label = "优"', "scoring.grades.优.label：优 出现了不止一次"),
        ('"达成", at_least = "0.8"', '"达成", at_least = "80"', "scoring.bands.达成.at_least：“达成”的下限应在 0 至 1 之间"),
        ('"部分达成", at_least = "0.6"', '"部分达成", at_least = "0.9"', "“部分达成”的下限应低于前一档“达成”"),
        # Words
        ('budget = "{year}年预算数"', 'budget = "{yaer}年预算数"', "第 20 行 attachment2.budget：不认识占位符 {yaer}，这里只能用 {year}、{prior_year}"),
        ('budget = "{year}年预算数"', 'budget = "{unit}预算数"', "attachment2.budget：不认识占位符 {unit}"),
        ('budget = "{year}年预算数"', 'budget = "{}年预算数"', "attachment2.budget：不认识占位符 {}"),
        ('budget = "{year}年预算数"', 'budget = "{year年预算数"', "attachment2.budget：花括号应成对"),
        ('budget = "{year}年预算数"', 'budget = "{{year}}年预算数"', "attachment2.budget：花括号应成对"),
        ('title = "{year}年度{unit}', 'title = "{year}年度{unit_name}', "report.title：不认识占位符 {unit_name}，这里只能用 {year}、{prior_year}、{unit}"),
        ("调增{amount}万元", "调增{sum}万元", "report.adjustment.raised：不认识占位符 {sum}，这里只能用 {amount}"),
        ('label = "公车运行维护"', 'label = "{name}"', "attachment2.lines.vehicle_operation.label：不认识占位符 {name}"),
        ('label = "公车运行维护"', 'label = "公车\\u0007"', "vehicle_operation.label：含有看不见的控制字符"),
        # No TOML
        ("version = 5", "version = = 5", "第 4 行第 11 个字符：不是有效的 TOML 文件：等号之后应为"),
        ("version = 5", "version 5", "第 4 行第 9 个字符：不是有效的 TOML 文件：键名之后应为等号"),
        ("version = 5", "version = 5 3", "第 4 行第 13 个字符：不是有效的 TOML 文件：一行只能写一项"),
        ("version = 5", "version = 5\nversion = 4", "第 5 行第 12 个字符：不是有效的 TOML 文件：这个键已经写过"),
        ("version = 5", "版本 = 2", "第 4 行第 1 个字符：不是有效的 TOML 文件：应为“键名 = 值”"),
        ("version = 5", "version = 5\x00", "第 4 行第 12 个字符：不是有效的 TOML 文件"),
        ("version = 5", "version = ２", "第 4 行第 11 个字符：不是有效的 TOML 文件：等号之后应为"),
        ("version = 5", "version = “2”", "第 4 行第 11 个字符：不是有效的 TOML 文件：等号之后应为"),
        ("[attachment2]", "[attachment2", "不是有效的 TOML 文件：表名之后应为右方括号"),
        ("[attachment3]", "[attachment2]", "不是有效的 TOML 文件：这个表已经写过"),
        ('label = "公车运行维护"', 'label = "公车运行维护', "不是有效的 TOML 文件：.*缺少结束的引号"),
        ("version = 5", f"version = 1{'0' * 5000}", "数字太长"),
        ("version = 5", f"version = {'[' * 5000}", "不是有效的 TOML 文件"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_by_its_line_and_place(old: str, new: str, named: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    with pytest.raises(EditionError, match=named.replace("{", r"\{")) as refusal:
        read_edition(text)
    assert re.match(r"第 [0-9]+ 行", str(refusal.value))
    assert not re.search(r"(?i)expected|invalid|error|input", str(refusal.value))


@pytest.mark.slow
def test_the_line_named_is_the_one_with_the_fault() -> None:
    for old in ('check = "A2-03"', 'budget = "{year}年预算数"', 'label = "公车运行维护"', '    "preparer.phone",'):
        text = TEXT.replace(old, re.sub('"[^"]+"', '"{x}"', old), 1)
        line = TEXT[: TEXT.index(old)].count("\n") + 1
        with pytest.raises(EditionError, match=rf"第 {line} 行 "):
            read_edition(text)


def test_every_fault_is_told_at_once_in_the_order_of_the_file() -> None:
    text = TEXT.replace('swing = "0.2"', 'swing = "3"').replace('check = "A2-03"', 'check = "X"')
    with pytest.raises(EditionError) as refusal:
        read_edition(text.replace('label = "良"', 'label = "优"'))
    told = str(refusal.value).split("\n")
    assert [line.split("：")[0].split(" ")[-1] for line in told] == [
        "attachment2.lines.official_vehicles.check", "thresholds.swing", "scoring.grades.优.label",
    ]  # fmt: skip


@pytest.mark.slow
def test_of_very_many_faults_the_first_are_told() -> None:
    with pytest.raises(EditionError) as refusal:
        read_edition("")
    assert len(str(refusal.value).split("\n")) <= 31
    with pytest.raises(EditionError, match=r"另有 [0-9]+ 处。"):
        read_edition(TEXT.replace('label = "', 'label = "{x}'))


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"\xef\xbb\xbf" + TEXT.encode(), "第 1 行：文件开头有看不见的字节顺序标记（BOM）"),
        (TEXT.encode("utf-16"), "第 1 行：文件不是 UTF-8 编码（像是 UTF-16）"),
        (TEXT.encode("utf-16-be"), "第 1 行：文件不是 UTF-8 编码（像是 UTF-16）"),
        (TEXT.encode("utf-16-le"), "第 1 行：文件不是 UTF-8 编码（像是 UTF-16）"),
        (TEXT.replace("㎡", "平米").encode("gbk"), "第 1 行：文件不是 UTF-8 编码（可能是 GBK）"),
        (("a = 1\n" * 6).encode() + "b = '表'".encode("gb18030"), "第 7 行：文件不是 UTF-8 编码"),
        (TEXT.encode() + b"# \xff", rf"第 {TEXT.count(chr(10)) + 1} 行：文件不是 UTF-8 编码"),
        (b"\x89PNG\r\n\x1a\n", "第 1 行：文件不是 UTF-8 编码"),
        (b"", "缺少这一项"),
        (b"\n" * 100, "缺少这一项"),
        (b"# " + b"x" * 2_000_000, "不能超过 1048576 字节"),
    ],
)  # fmt: skip
def test_a_file_of_another_encoding_or_size_is_refused(content: bytes, named: str) -> None:
    with pytest.raises(EditionError, match=named.replace("（", "（")):
        read_edition(decoded(content))


def test_line_ends_of_windows_make_no_difference() -> None:
    assert read_edition(decoded(TEXT.replace("\n", "\r\n").encode())) == edition()


@settings(max_examples=50)
@given(st.data())
def test_any_damage_is_refused_in_words_or_makes_an_edition(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT)))
    piece = data.draw(st.sampled_from(PIECES) | st.text(max_size=5))
    text = TEXT[:start] + piece + TEXT[start + data.draw(st.integers(0, 30)) :]
    try:
        assert read_edition(text).code
    except EditionError as refusal:
        assert re.match(r"第 [0-9]+ 行", str(refusal))  # noqa: PT017
        assert max(map(int, re.findall(r"第 ([0-9]+) 行", str(refusal)))) <= text.count("\n") + 1  # noqa: PT017


# Relations that are off


def test_the_shipped_edition_switches_no_relation_off() -> None:
    assert checks.off(edition()) == []
    assert [each.check.code for each in checks.off(second_edition())] == ["X-10"]


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("three_public", "three", {"A2-07"}),
        ("government_procurement", "procurement", {"X-09"}),
        ("basic_budget_adjustment", "basic_adjustment", {"X-02", "X-04"}),
        ('code = "personnel"', 'code = "staff"', {"N-01"}),
        ('code = "carry_over"', 'code = "left"', {"N-03"}),
        ("within_budget = true\n", "", {"A2-08"}),
        ('direction = "reverse"', 'direction = "positive"', {"X-10"}),
    ],
)
def test_a_relation_whose_line_or_figure_is_lacking_is_listed(old: str, new: str, codes: set[str]) -> None:
    assert old in TEXT
    bare = re.sub(r"\[report.adjustment\].*(?=\[thresholds\])", "", TEXT, flags=re.DOTALL)
    form = read_edition(bare.replace(old, new))
    assert {each.check.code for each in checks.off(form)} == codes


@pytest.mark.parametrize("code", checks.CHECKS)
def test_what_a_check_needs_is_said_as_an_edition_has_it(code: str) -> None:
    stated = TEXT + "prior = true"  # what a line is without saying so
    needs = checks.CHECKS[code].needs
    assert [need for need in needs if need in edition().cells or need in stated] == list(needs)


def test_an_adjustment_needs_its_words() -> None:
    words = TEXT[TEXT.index("[report.adjustment]") : TEXT.index("[[report.sentences]]")]
    with pytest.raises(
        EditionError, match=r"overall_execution.template：用 {adjustment} 时应写明 \[report.adjustment\]"
    ):
        read_edition(TEXT.replace(words, "", 1))


def test_an_edition_may_have_no_sentences() -> None:
    before, after = TEXT.split("[report.adjustment]")[0], TEXT[TEXT.index("[thresholds]") :]
    assert read_edition(before + after).report.sentences == ()


def test_an_edition_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        edition().version = 4  # type: ignore[misc]


def test_an_edition_that_is_in_use_stays_readable_whatever_rules_came_later() -> None:
    text = TEXT.replace('check = "A2-03"', 'check = "A2-99"')
    assert stored_edition(text).line["official_vehicles"].check == "A2-99"


def test_every_definition_of_the_shipped_edition_is_of_a_cell() -> None:
    shipped = edition()
    paths = cells(shipped, document())
    for pattern in shipped.definitions:
        alone = shipped.model_copy(update={"definitions": {pattern: "口径"}})
        assert any(alone.definitions_of(path) for path in paths), pattern


def test_a_definition_covers_the_cells_that_its_pattern_begins() -> None:
    definitions = {"basic_data.expenditure.*.final": "列", "basic_data.expenditure.office": "行"}
    stated = edition().model_copy(update={"definitions": definitions})
    assert stated.definitions_of("basic_data.expenditure.office.final") == ["列", "行"]
    assert stated.definitions_of("basic_data.expenditure.office.budget") == ["行"]
    assert stated.definitions_of("basic_data.expenditure.earmarked_fund.1.final") == []
