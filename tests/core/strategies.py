"""What hypothesis may put into any cell: amounts, texts, hostile texts, whole documents of either edition."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from evaluations.core import paths
from evaluations.core.basics import values
from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR
from evaluations.core.content import cells, interchange, rows
from evaluations.core.form.document import (
    BasicData,
    Building,
    Document,
    ExpenditureRow,
    Explanation,
    Indicator,
    Preparer,
    Report,
    SelfAssessment,
    Staffing,
)
from evaluations.core.form.edition import Edition
from evaluations.core.form.official import Line
from tests.core.builders import document, edition, empty, fill, second_edition

NASTY = [
    "abc", "1e400", "1e5", "NaN", "Infinity", "-0", "--1", "+1", "9" * 30, "0.1234567", "123456789", "1,2345", "1，234.5", "１２．５", "٣", "²", "½",
    "", " ", "\t", "\x00", "a\x00b", "\x1b[31m", "\ud800", "\uffff", "\u202e", "\u200b", "=1+1", "@SUM(A1)", "-1", "<script>alert(1)</script>",
    "' OR 1=1 --", "{{ x }}", "${x}", "无", "——", "—", "∞", "2024-13-01", "0000-00-00", "2024-02-29", "正向", "positive", "≥", "≥95%以上内", "1" * 5000,
]  # fmt: skip


def editions() -> SearchStrategy[Edition]:
    """Either edition."""
    return st.sampled_from([edition(), second_edition()])


def amounts(lowest: str = "-99999999.999999") -> SearchStrategy[Decimal]:
    """Any amount that fits its column, in 万元."""
    return st.decimals(lowest, "99999999.999999", places=values.MONEY_PLACES)


def hostile_texts() -> SearchStrategy[str]:
    """Any text at all, and often one of the usual suspects."""
    return st.sampled_from(NASTY) | st.text(st.characters(), max_size=60)


def lines(limit: int = 20) -> SearchStrategy[str]:
    """Any text that fits on one line, cleaned."""
    return st.text(_readable(), max_size=limit).map(_clean_line)


def texts(limit: int = 30) -> SearchStrategy[str]:
    """Any text of several lines, cleaned."""
    return st.text(_readable() | st.sampled_from("\n“”《》年X"), max_size=limit).map(_clean_text)


def indicator_texts() -> SearchStrategy[str]:
    """Targets and actual values as people write them, and any other line."""
    number = st.integers(0, 10_000).map(str) | amounts("0").map(values.show_amount)
    sign = st.sampled_from(["", "≥", "≤", ">", "<", "=", "不低于"])
    unit = st.sampled_from(["", "%", "本", "万元", "天内", "以上"])
    return st.builds("{}{}{}".format, sign, number, unit) | st.sampled_from(["", "无", "提升", "全年"]) | lines()


@cache
def cases() -> SearchStrategy[tuple[Edition, Document]]:
    """Either edition with any document of it."""
    return st.one_of(*(st.tuples(st.just(form), documents(form)) for form in (edition(), second_edition())))


def documents(form: Edition) -> SearchStrategy[Document]:
    """Any well-formed document of the edition, however wrong, in the order of the form."""
    drawn = st.builds(
        document().model_copy,
        update=st.fixed_dictionaries(
            {
                "edition": st.just(form.code),
                "fiscal_year": st.integers(FIRST_YEAR, LAST_YEAR),
                "preparer": st.builds(Preparer, name=lines(), phone=lines()),
                "filing_date": st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
                "basic_data": _basic_data(form),
                "self_assessment": _self_assessment(form),
                "report": _report(form),
                "explanations": _explanations(),
            }
        ),
    )
    return drawn.map(lambda any_document: interchange.for_edition(form, any_document))


@st.composite
def filled(draw: st.DrawFn, form: Edition) -> Document:
    """Any document of any edition, as typed into the cells of its tables, with up to two rows in each list."""
    blank = empty(form).model_copy(update={"fiscal_year": draw(st.sampled_from([2022, 2023]))})
    lists = [f"basic_data.expenditure.{line.item}" for line in form.lines if line.kind == "rows"]
    lists += [] if "basic_data.buildings" in form.absent else ["basic_data.buildings"]
    for path in [*lists, *form.row_lists, *map(paths.category, form.categories)]:
        if count := draw(st.sampled_from([0, 0, 1, 2])):
            blank = rows.add(form, blank, path, count).document
    known = {path: cell for path, cell in cells.cells(form, blank).items() if not path.startswith("report.")}
    chosen = draw(st.lists(st.sampled_from(sorted(known)), max_size=20, unique=True))
    return fill(form, blank, {path: draw(_typed(form, path, known[path].kind)) for path in chosen})


def _typed(form: Edition, path: str, kind: str) -> SearchStrategy[str]:
    """What may be typed into a cell of this kind."""
    own = form.own_field(path)
    days = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(date.isoformat)
    return {
        "amount": amounts("0").map(values.show_amount),
        "count": st.integers(0, values.COUNT_LIMIT).map(str),
        "date": days,
        "choice": st.sampled_from(own.choices if own and own.choices else ("",)),
        "direction": st.just(""),
        "line": lines(),
        "long": texts(),
    }[kind]


def indicators(form: Edition) -> SearchStrategy[Indicator]:
    """Any indicator of the edition."""
    return st.builds(
        Indicator,
        category=st.sampled_from(sorted(form.categories)),
        name=lines() | st.sampled_from(["", "无", form.overall_cost_indicator]),
        target=indicator_texts(),
        actual=indicator_texts(),
        direction=st.sampled_from([None, "positive", "reverse", "qualitative"]),
        weight=_maybe(amounts()),
        score=_maybe(amounts()),
        deviation_reason=texts(),
    )


def _maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.none() | st.just(Decimal(0)) | strategy


def _basic_data(form: Edition) -> SearchStrategy[BasicData]:
    fields = ("approved_area", "actual_area", "budget_investment", "actual_investment")
    counts = st.none() | st.integers(0, values.COUNT_LIMIT)
    rows = st.tuples(*(_rows(form, line) for line in form.lines if line.kind != "heading"))
    return st.builds(
        BasicData,
        staffing=st.builds(Staffing, authorized_posts=counts, staff_in_post=counts),
        expenditure=rows.map(lambda groups: tuple(row for group in groups for row in group)),
        buildings=st.lists(st.builds(Building, **dict.fromkeys(fields, _maybe(amounts()))), max_size=3).map(tuple),
        thrift_measures=texts(),
    )


def _rows(form: Edition, line: Line) -> SearchStrategy[list[ExpenditureRow]]:
    several = line.kind == "rows"
    asked: dict[str, SearchStrategy[Any]] = {c: _maybe(amounts()) for c in form.columns_of(line)}
    name = lines() if several else st.none()
    return st.lists(
        st.builds(ExpenditureRow, item=st.just(line.item), name=name, **asked), max_size=4 if several else 1
    )


def _self_assessment(form: Edition) -> SearchStrategy[SelfAssessment]:
    funds = ("initial_budget", "adjusted_budget", "executed", "execution_score")
    groups: dict[str, SearchStrategy[Any]] = {
        group: st.dictionaries(st.sampled_from([line.item for line in funding.lines]), _maybe(amounts()))
        for group, funding in form.fundings.items()
    }
    return st.builds(
        SelfAssessment,
        **dict.fromkeys(funds, _maybe(amounts())),
        **groups,
        expected_objective=texts(),
        actual_completion=texts(),
        indicators=st.lists(indicators(form), max_size=8).map(tuple),
    )


def _report(form: Edition) -> SearchStrategy[Report]:
    figures = st.sampled_from([figure.code for figure in form.report.figures])
    chapters = st.sampled_from([str(chapter.number) for chapter in form.report.chapters])
    return st.builds(
        Report, figures=st.dictionaries(figures, _maybe(amounts())), chapters=st.dictionaries(chapters, texts())
    )


def _explanations() -> SearchStrategy[tuple[Explanation, ...]]:
    one = st.builds(
        Explanation,
        code=st.sampled_from(["A2-01", "X-04", "P-02"]),
        where=st.sampled_from(["basic_data.staffing.staff_in_post", "report.chapters.1"]),
        text=texts(),
    )
    return st.lists(one, max_size=3, unique_by=lambda e: (e.code, e.where)).map(tuple)


def _clean_line(text: str) -> str:
    return values.clean_line(text, values.NAME_LIMIT)


def _clean_text(text: str) -> str:
    return values.clean_text(text, values.TEXT_LIMIT)


def _readable() -> SearchStrategy[str]:
    return st.characters(exclude_categories=["Cc", "Cs", "Cn"])
