"""A small form for the tests of expressions, and any expression at all."""

from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from evaluations.core.rules.compiling import Named, Names
from evaluations.core.rules.functions import FUNCTIONS
from evaluations.core.rules.kinds import Kind, Value
from evaluations.core.rules.syntax import COMPARING, Call, Chain, Comparison, Node, Number, Prefixed, Ref, Text

Values = Mapping[str, Value]
KINDS = {
    "预算": Kind("金额"), "执行": Kind("金额"), "分值": Kind("分"), "得分": Kind("分"), "执行率": Kind("比率"), "编制": Kind("人数"),
    "名称": Kind("文字"), "指标值": Kind("文字"), "完成值": Kind("文字"), "填报日期": Kind("日期"), "公开": Kind("是否"),
    "资金.各项": Kind("金额", many=True),
}  # fmt: skip


def names() -> Names[Values]:
    """The names of the small form; its values are read from a mapping."""
    return Names(find, lambda: list(KINDS))


def find(name: str) -> Named[Values] | None:
    return Named(KINDS[name], lambda values: values.get(name)) if name in KINDS else None


def trees() -> SearchStrategy[Node]:
    """Any expression of a moderate size, whether or not its types go together."""
    return st.recursive(_atoms(), _joined, max_leaves=12)


def _atoms() -> SearchStrategy[Node]:
    written = st.text(st.characters(exclude_categories=["Cs"], exclude_characters='“”"\n'), max_size=5)
    return st.one_of(
        st.builds(Number, st.decimals(0, 10**9, places=4).map(abs), st.booleans()),
        st.builds(Text, written),
        st.sampled_from(sorted(KINDS)).map(Ref),
        st.just(Ref("self_assessment.by_revenue")),
    )


def _joined(part: SearchStrategy[Node]) -> SearchStrategy[Node]:
    several = st.lists(part, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Call, st.sampled_from(sorted(FUNCTIONS)), several),
        st.builds(Prefixed, st.sampled_from(["非", "负"]), part),
        st.builds(Comparison, st.sampled_from(COMPARING), part, part),
        *(_chained(part, signs) for signs in ("或", "且", "+-", "×÷")),
    )


def _chained(part: SearchStrategy[Node], signs: str) -> SearchStrategy[Node]:
    joined = st.lists(st.tuples(st.sampled_from(signs), part), min_size=1, max_size=3)
    return st.builds(
        lambda first, others: Chain(tuple(sign for sign, _ in others), (first, *(one for _, one in others))),
        part,
        joined,
    )
