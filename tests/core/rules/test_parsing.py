"""Tests of reading expressions: precedence, other ways to write them, mistakes with their place, hostile texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core.rules.lexing import LONGEST
from evaluations.core.rules.mistake import Mistake
from evaluations.core.rules.parsing import DEEPEST, MOST_PARTS, parse
from evaluations.core.rules.syntax import Node, reads, text, walk
from tests.core.rules.expressions import trees

PIECES = ["预算", "a.b", " ", "(", ")", "（", "空(", "合计(", "同单位(", "读金额(", "引用(", ",", "≤", "<=", "＝", "或", "且", "非 ", "+", "-", "×", "÷", "90%", "1.5", "“无”", '"', "”",
          "١", "5万", "。", "\n", "\0", "__import__('os')"]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("a+b*c", "a + b × c"),
        ("(a+b)×c", "(a + b) × c"),
        ("a－(b－c)", "a - (b - c)"),
        ("a/b <= 90%", "a ÷ b ≤ 90%"),
        ("a ＜＝ ９０％", "a ≤ 90%"),
        ("a>=b", "a ≥ b"),
        ("a<>b", "a ≠ b"),
        ("a!=b", "a ≠ b"),
        ("a == b", "a = b"),
        ('名称 ＝ "无"', "名称 = “无”"),
        ("名称 = ”无”", "名称 = “无”"),
        ("非空（原因）", "非 空(原因)"),
        ("非 a=b 或 c=d 且 e=f", "非 a = b 或 c = d 且 e = f"),
        ("(a=b 或 c=d) 且 e=f", "(a = b 或 c = d) 且 e = f"),
        ("-(a+b)", "-(a + b)"),
        ("- -a", "--a"),
        ("如果(a>0，1，0.50)", "如果(a > 0, 1, 0.5)"),
        ("非税收入 + 或有负债 = 空调费", "非税收入 + 或有负债 = 空调费"),
    ],
)
def test_each_way_to_write_an_expression_has_one_canonical_text(written: str, canonical: str) -> None:
    assert text(parse(written)) == canonical
    assert parse(canonical) == parse(written)


@pytest.mark.parametrize(
    ("written", "column", "said"),
    [
        ("", 1, "这里应为名称、数字、“文字”或左括号（到末尾了）"),
        ("a =", 4, "到末尾了"),
        ("a = b = c", 7, "一次只能比较两边"),
        ("a b", 3, "这里多了内容，请删除，或补上运算符号（这里是“b”）"),
        ("5万 > a", 2, "这里多了内容"),
        ("(a + b", 7, "缺少右括号（到末尾了）"),
        ("合计(a b)", 6, "函数 合计 缺少右括号，参数之间用逗号分开"),
        ("a = “无", 5, "引号没有成对"),
        ("a = 1234567890123456", 5, "数字不对：整数部分最多 15 位"),
        ("a ? b", 3, "不认识“?”"),
        ("__import__('os')", 12, "不认识“'”"),
        ("(" * 5 + "a" + ")" * 6, 12, "这里多了内容"),
        ("(" * (DEEPEST + 1) + "a", DEEPEST + 1, "括号和函数套得太深，最多 20 层"),
        ("非 " * 40 + "a", DEEPEST * 2 + 1, "括号和函数套得太深"),
        ("a+" * MOST_PARTS + "a", 1, "内容太多，一条规则最多 200 个"),
        ("a" * (LONGEST + 1), LONGEST + 1, "共 501 个字，一条规则不能超过 500 个字"),
    ],
)
def test_what_is_no_expression_is_refused_with_its_place(written: str, column: int, said: str) -> None:
    with pytest.raises(Mistake) as refused:
        parse(written)
    assert refused.value.column == column
    assert said in refused.value.message
    assert str(refused.value).startswith(f"第 {column} 个字符：")


@pytest.mark.slow
@given(trees())
def test_every_tree_is_read_back_from_its_canonical_text(tree: Node) -> None:
    written = text(tree)
    if len(written) <= LONGEST:
        assert parse(written) == tree


@pytest.mark.slow
@settings(max_examples=200)
@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_an_expression_or_a_mistake_with_its_place(written: str) -> None:
    try:
        assert parse(text(parse(written))) == parse(written)
    except Mistake as mistake:
        assert 1 <= mistake.column <= len(written) + 1  # noqa: PT017
        assert mistake.message.endswith("。")  # noqa: PT017


@pytest.mark.parametrize("hostile", ["(" * 5000, "非 " * 2000, "a+" * 5000, "合计(" * 2000, "“" * 5000, "9" * 5000])
def test_a_flood_is_refused(hostile: str) -> None:
    with pytest.raises(Mistake):
        parse(hostile)
    with pytest.raises(Mistake):
        parse(hostile[:400])


def test_an_expression_tells_what_it_reads_and_where_its_parts_begin() -> None:
    tree = parse("合计(资金.各项) = 执行 且 非空(名称)")
    assert reads(tree) == {"资金.各项", "执行", "名称"}
    assert [part.at for part in walk(tree)] == [1, 1, 1, 4, 13, 18, 18, 21]
