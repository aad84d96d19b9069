"""Tests of the rules that an edition's file states: what is wrong with one is told with its line and its key."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.editions.stated_rules import MOST_RULES, problems_of_rules
from tests.core.builders import HERE, document

TEXT = (HERE / "golden" / "edition-5.toml").read_text(encoding="utf-8")
PIECES = [
    "（",
    ")",
    "{",
    "}",
    "的名称",
    "空(",
    "合计(",
    " 且 ",
    "≤",
    "90%",
    "“",
    "name",
    "self_assessment.executed",
    "thresholds.",
    "\\",
    '"',
    "\n",
]
SCORE = 'holds = "score ≥ 60% × weight"'


def test_a_file_may_state_its_rules() -> None:
    assert [rule.code for rule in read_edition(TEXT).rules] == ["X-01", "Z-01", "Z-02"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (SCORE, 'holds = "scores ≥ 60% × weight"', "rules.Z-01.holds：第 1 个字符：没有“scores”，是否为“score”？"),
        (SCORE, 'holds = "score ≥ 60% * name"', "rules.Z-01.holds：第 15 个字符：这里应为数字，现在是文字"),
        (SCORE, 'holds = "score + weight"', "rules.Z-01.holds：第 1 个字符：这里应为一个条件"),
        (SCORE, 'holds = "(score = 1"', "rules.Z-01.holds：第 11 个字符：缺少右括号"),
        (SCORE, f'holds = "{"score = 1 或 " * 60}"', "rules.Z-01.holds：太长，最多 500 个字"),
        (SCORE, 'holds = ""', "rules.Z-01.holds：不能为空"),
        (SCORE, 'holds = "score ≥ self_assessment.executed"', "分不能与金额比较"),
        ('when = "name', 'when = "nam', "rules.Z-01.when：第 1 个字符：没有“nam”，是否为“name”？"),
        ('each = "self_assessment.indicators"', 'each = "self_assessment.indicator"', "rules.Z-01.each：第 1 个字符：没有多行项目“self_assessment.indicator”，是否为“self_assessment.indicators”？"),
        ('cell = "deviation_reason"', 'cell = "deviation_reasons"', "rules.Z-01.cell：第 1 个字符：没有单元格“deviation_reasons”，是否为“deviation_reason”？"),
        ('cell = "self_assessment.executed"', 'cell = "self_assessment.indicators"', "rules.Z-02.cell：第 1 个字符：没有单元格"),
        ("{attachment3.score}是 {左}", "{attachment3.scores}是 {左}", "rules.Z-01.message：第 2 个字符：没有“attachment3.scores”，是否为“attachment3.score”？"),
        ("大于 {右}", "大于 {右", "rules.Z-02.message：第 12 个字符：花括号应成对。"),
        ("大于 {右}", "大于 {}", "rules.Z-02.message：第 13 个字符：这里应为名称"),
        ("大于 {右}", "大于 {preparer.age的名称}", "没有“preparer.age”，请核对名称。"),
        ('found = "{score}"', 'found = "{scor}"', "rules.Z-01.found：第 2 个字符：没有“scor”"),
        (SCORE, 'holds = "空(score)"', "条件不是一次比较，没有{左}。"),
        ('cell = "self_assessment.executed"', 'cell = "thresholds.swing"', "rules.Z-02.cell：第 1 个字符：没有单元格“thresholds.swing”"),
        ('code = "Z-01"', 'code = "A3-16"', "rules.A3-16.code：A3-16 由程序判断，表样不能再写"),
        ('code = "Z-01"', 'code = "核对一"', "“核对一”不能作核对的代码"),
        ('relation = "指标的得分不低于分值的六成，低于的说明原因"', "", "rules.Z-01.relation：请用 relation 写明 Z-01 核对的是什么"),
        ("missing = true", "missing = true\nspare = 1", "rules.Z-01.spare：不认识这一项"),
        ('severity = "error"', 'severity = "fatal"', "rules.X-01.severity：应为"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line_and_key(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(EditionError) as refused:
        read_edition(TEXT.replace(old, new, 1))
    assert said in str(refused.value)
    assert str(refused.value).startswith("第 ")


def test_a_message_without_a_full_stop_is_for_comparisons_only() -> None:
    rule = TEXT[TEXT.index('code = "Z-02"') :]
    bare = rule.replace("self_assessment.executed ≤ self", "空(self_assessment.executed) 且 1 < self").replace(
        "{左}，大于 {右}", "的"
    )
    with pytest.raises(EditionError, match=r"rules.Z-02.message：应以“。”结尾"):
        read_edition(TEXT.replace(rule, bare))


@pytest.mark.slow
@settings(max_examples=60)
@given(st.data())
def test_any_damage_to_a_rule_is_refused_in_words_or_makes_an_edition_that_judges(data: st.DataObject) -> None:
    start = data.draw(st.integers(TEXT.index("[[rules]]"), len(TEXT)))
    piece = data.draw(st.sampled_from(PIECES) | st.text(max_size=4))
    text = TEXT[:start] + piece + TEXT[start + data.draw(st.integers(0, 12)) :]
    try:
        form = read_edition(text)
    except EditionError as refusal:
        assert re.match(r"第 [0-9]+ 行", str(refusal))  # noqa: PT017
        return
    assert all(finding.message for finding in checks.run(Case(form, document())))


def test_there_are_not_too_many_rules() -> None:
    rule = TEXT[TEXT.index('[[rules]]\ncode = "Z-02"') :]
    with pytest.raises(EditionError, match="rules：共 203 条规则，最多 200 条"):
        read_edition(TEXT + "\n" + rule * MOST_RULES)


def test_the_rules_do_not_come_to_too_much_for_the_rows_of_a_form() -> None:
    rule = TEXT[TEXT.index('[[rules]]\ncode = "Z-01"') : TEXT.index('[[rules]]\ncode = "Z-02"')]
    heavy = rule.replace(SCORE, f'holds = "{" + ".join(["score"] * 60)} ≥ weight"')
    with pytest.raises(EditionError, match=r"rules：按每个列表 200 行算，共 [0-9]+ 次运算，最多 200000 次，请精简规则"):
        read_edition(TEXT + "\n" + heavy * 20)


def test_a_file_could_state_the_rules_that_older_files_are_given() -> None:
    older = read_edition((HERE / "golden" / "edition-3.toml").read_text(encoding="utf-8"))
    assert older.rules
    assert not list(problems_of_rules(older))


def test_the_rules_that_an_older_file_is_given_may_read_what_it_lacks() -> None:
    older = (
        (HERE / "golden" / "edition-3.toml")
        .read_text(encoding="utf-8")
        .replace('"government_procurement"', '"procurement"')
    )
    assert read_edition(older).rules


def taking_over(*codes: str) -> str:
    listed = ", ".join(f'"{code}"' for code in codes)
    return TEXT.replace("format = 5\n", f"format = 5\nstandard_rules = [{listed}]\n", 1)


def test_a_form_takes_over_rules_of_the_program_behind_its_own() -> None:
    codes = [rule.code for rule in read_edition(taking_over("A3-08", "A3-01")).rules]
    assert codes[:3] == ["X-01", "Z-01", "Z-02"]
    assert set(codes[3:]) == {"A3-01", "A3-08"}


def test_a_relation_built_into_the_program_holds_where_the_form_names_it() -> None:
    newest = (HERE / "golden" / "edition-7.toml").read_text(encoding="utf-8").replace('"A3-16", ', "", 1)
    assert set(checks.BUILT_IN) < set(checks.of(read_edition(TEXT)))
    assert set(checks.BUILT_IN) & set(checks.of(read_edition(newest))) == {"N-17", "N-19"}


def test_a_rule_that_the_program_has_not_is_told_with_its_place() -> None:
    with pytest.raises(EditionError, match=r"standard_rules.2：没有 A3-99 这样的通用规则，有：A2-01、"):
        read_edition(taking_over("A3-08", "A3-99"))


def test_mistakes_in_a_forms_own_rules_keep_their_lines_beside_those_taken_over() -> None:
    alone, beside = TEXT.replace(SCORE, 'holds = "scor"', 1), taking_over("A3-01").replace(SCORE, 'holds = "scor"', 1)
    told = []
    for text in (alone, beside):
        with pytest.raises(EditionError) as refused:
            read_edition(text)
        told.append(str(refused.value))
    lines = [int(said.split(" ")[1]) for said in told]
    assert lines[1] == lines[0] + 1
    assert "rules.Z-01.holds" in told[1]
