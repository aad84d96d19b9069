"""After a change only the rows that read otherwise are judged again, with the same findings as if all were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.checks import by_rules
from evaluations.core.checks.case import Case
from evaluations.core.content import cells, rows
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import document, edition, fill
from tests.core.strategies import amounts, cases, indicator_texts, texts

LISTS = ("basic_data.buildings", "basic_data.expenditure.earmarked_fund", "self_assessment.indicators.output.quantity")


def changed(data: st.DataObject, form: Edition, content: Document) -> Document:
    """The document with some cells typed anew, or a row more."""
    if data.draw(st.booleans()):
        return rows.add(form, content, data.draw(st.sampled_from(LISTS))).document
    known = cells.cells(form, content)
    places = data.draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=4))
    typed = st.one_of(amounts("0").map(str), indicator_texts(), texts(), st.just(""))
    return cells.fill(form, content, {place: data.draw(typed) for place in places})[0]


@pytest.mark.slow
@given(cases(), st.data())
def test_what_is_judged_again_is_judged_as_from_scratch(case: tuple[Edition, Document], data: st.DataObject) -> None:
    form, content = case
    ready = by_rules.prepared(form)
    last_year = data.draw(st.none() | st.just(content))
    before = by_rules.judged(Case(form, content, last_year), ready)
    for _ in range(3):
        content = changed(data, form, content)
        case_now = Case(form, content, last_year)
        before = by_rules.judged(case_now, ready, before)
        assert by_rules.findings(before) == by_rules.findings(by_rules.judged(case_now, ready))


def test_rows_that_read_as_before_keep_their_findings() -> None:
    ready = by_rules.prepared(edition())
    first = by_rules.judged(Case(edition(), document()), ready)
    typed = fill(edition(), document(), {"self_assessment.indicators.1.score": "99"})
    second = by_rules.judged(Case(edition(), typed), ready, first)
    [of_rows] = [
        (then.rows, now.rows)
        for then, now in zip(first, second, strict=True)
        if isinstance(then.seen, list)  # the indicators' categories
    ]
    then, now = of_rows
    assert [number for number in then if then[number][1] is not now[number][1]] == [1]
