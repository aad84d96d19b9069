"""The document into rows and back: equal, in a constant number of queries, every change with its history."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.core.content import cells, interchange, rows
from evaluations.core.form.document import Document
from evaluations.dossier.naming import named
from evaluations.dossier.store import documents, load, load_all, save
from evaluations.fiscal_years.models import DeadlineExtension
from evaluations.records.models import Edit, Explanation, SelfEvaluation
from evaluations.records.services import Conflict, Refused, save_explanations
from evaluations.records.states import State
from tests.core.builders import document, edition, fill, real_figures
from tests.dossier.filled import LISTS, fetched, filled, placed, put, with_rows
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation, in_state

pytestmark = pytest.mark.django_db

EXECUTED = "self_assessment.executed"


def text_at(content: Document, path: str) -> str:
    return cells.cells(edition(), content)[path].text


# There and back


@pytest.mark.parametrize("content", [document, real_figures], ids=["clean", "real"])
def test_a_saved_document_is_loaded_as_it_was(content: Callable[[], Document]) -> None:
    evaluation = an_evaluation()
    saved = put(evaluation, content())
    assert load(fetched(evaluation)) == saved
    assert interchange.dump(load(fetched(evaluation))) == interchange.dump(saved)


def test_several_are_loaded_as_each_by_itself(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    saved = [put(an_evaluation(a_unit(f"U{number}")), document()) for number in range(3)]
    evaluations = list(documents().order_by("pk"))
    with django_assert_num_queries(4):
        assert [content for _, content in load_all(evaluations)] == saved
    assert list(load_all(())) == []


def test_a_new_evaluation_is_a_blank_document() -> None:
    blank = load(fetched(an_evaluation()))
    assert {cell.text for cell in cells.cells(edition(), blank).values()} == {""}


def test_the_units_name_comes_from_the_unit() -> None:
    evaluation = filled()
    unit = evaluation.unit
    unit.name = "改名后的单位"
    unit.save()
    assert load(fetched(evaluation)).unit.name == "改名后的单位"


def test_blank_and_zero_are_not_the_same() -> None:
    evaluation = filled(fill(edition(), document(), {EXECUTED: ""}))
    assert load(evaluation).self_assessment.executed is None
    put(evaluation, fill(edition(), document(), {EXECUTED: "0"}))
    assert load(fetched(evaluation)).self_assessment.executed == 0


def test_the_longest_amount_keeps_every_digit() -> None:
    evaluation = filled(fill(edition(), document(), {EXECUTED: "-99999999.999999"}))
    assert text_at(load(evaluation), EXECUTED) == "-99999999.999999"


class Acts:
    """What a person may do to a document, drawn at random."""

    names = st.sampled_from(["", "书画展览", "=1+1", "𠮷野家", "a\u0301", "  "])
    amounts = st.sampled_from(["", "0", "-0.000001", "12345678.5", "1,234.50"])
    kinds = st.sampled_from(["add", "remove", "up", "down", "type"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_whatever_a_person_does_is_there_after_a_save(data: st.DataObject) -> None:
    with transaction.atomic():
        evaluation = filled()
        content = load(evaluation)
        for _ in range(data.draw(st.integers(1, 6))):
            content = act(data, content)
            put(evaluation, content)
            assert load(documents().get(pk=evaluation.pk)) == load(fetched(evaluation)) == content
        transaction.set_rollback(True)


def act(data: st.DataObject, content: Document) -> Document:
    kind = data.draw(Acts.kinds)
    path = data.draw(st.sampled_from(LISTS))
    if kind == "add":
        return rows.add(edition(), content, path).document
    if kind == "type":
        known = cells.cells(edition(), content)
        place = data.draw(st.sampled_from([key for key, cell in known.items() if cell.kind in ("line", "amount")]))
        texts = Acts.names if known[place].kind == "line" else Acts.amounts
        return fill(edition(), content, {place: data.draw(texts)})
    prefix = "self_assessment.indicators" if path.startswith("self_assessment") else path
    row = f"{prefix}.{data.draw(st.integers(1, 4))}"
    try:
        if kind == "remove":
            return rows.remove(edition(), content, row).document
        return rows.move(edition(), content, row, -1 if kind == "up" else 1).document
    except rows.NoSuchRow:
        return content


# Queries


@pytest.mark.slow
def test_loading_takes_one_query_with_one_row_and_with_thirty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    evaluation = filled(with_rows(document(), 1))
    for content in (None, with_rows(document(), 30)):
        if content:
            put(evaluation, content)
        with django_assert_num_queries(1):
            fresh = fetched(evaluation)
        with django_assert_num_queries(1):
            load(fresh)
        with django_assert_num_queries(0):
            load(fresh)


def test_what_another_process_saved_is_read() -> None:
    evaluation = filled()
    seen = load(fetched(evaluation))
    now = documents().get(pk=evaluation.pk)
    save(now, seen, fill(edition(), seen, {EXECUTED: "1"}), revision=now.revision, actor=None)
    assert load(documents().get(pk=evaluation.pk)).self_assessment.executed == 1


def queries_of_a_save(
    evaluation: SelfEvaluation, changed: Document, counted: DjangoAssertNumQueries, count: int
) -> None:
    fresh = fetched(evaluation)
    stored, changed = load(fresh), placed(changed, fresh)
    with counted(count):
        save(fresh, stored, changed, revision=fresh.revision, actor=None)


def all_cells_changed(content: Document) -> Document:
    known = cells.cells(edition(), content)
    typed = {path: "改" for path, cell in known.items() if cell.kind in ("line", "long", "chapter")}
    typed |= {path: "7.77" for path, cell in known.items() if cell.kind == "amount"}
    return fill(edition(), content, typed)


@pytest.mark.slow
def test_saving_takes_as_many_queries_with_thirty_rows_as_with_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    evaluation = an_evaluation()
    for count in (1, 30):
        few_rows, content = document(), with_rows(document(), count)
        put(evaluation, few_rows)
        queries_of_a_save(evaluation, content, django_assert_num_queries, 5)
        queries_of_a_save(evaluation, all_cells_changed(content), django_assert_num_queries, 10)
        queries_of_a_save(evaluation, few_rows, django_assert_num_queries, 13)


def test_one_changed_cell_writes_one_row(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    evaluation = filled()
    changed = fill(edition(), load(evaluation), {"self_assessment.indicators.2.name": "新的名称"})
    queries_of_a_save(evaluation, changed, django_assert_num_queries, 5)
    edit = Edit.objects.get(evaluation=evaluation, revision=2)
    assert (edit.where, edit.new) == ("self_assessment.indicators.2.name", "新的名称")


def test_nothing_changed_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    evaluation = filled()
    content = load(evaluation)
    with django_assert_num_queries(2):  # the savepoint
        assert save(evaluation, content, content, revision=evaluation.revision, actor=None) == evaluation.revision


# History, people, conflicts


def test_each_changed_cell_says_who_changed_it_from_what_to_what() -> None:
    evaluation, preparer = filled(), a_person(Role.PREPARER)
    stored = load(evaluation)
    changed = fill(edition(), stored, {EXECUTED: "1.5", "preparer.name": "李四", "filing_date": "2024-03-18"})
    assert save(evaluation, stored, changed, revision=1, actor=actor_of(preparer)) == 2
    history = {edit.where: (edit.old, edit.new, edit.by) for edit in Edit.objects.filter(revision=2)}
    assert history == {
        EXECUTED: (text_at(stored, EXECUTED), "1.5", preparer),
        "preparer.name": (stored.preparer.name, "李四", preparer),
        "filing_date": (text_at(stored, "filing_date"), "2024-03-18", preparer),
    }
    assert load(fetched(evaluation)).filing_date == date(2024, 3, 18)


def test_the_second_of_two_saves_is_told_and_changes_nothing() -> None:
    evaluation = filled()
    stored = load(evaluation)
    first, second = (fill(edition(), stored, {EXECUTED: text}) for text in ("1", "2"))
    save(fetched(evaluation), stored, first, revision=1, actor=None)
    with pytest.raises(Conflict) as conflict:
        save(fetched(evaluation), stored, second, revision=1, actor=None)
    assert conflict.value.revision == 2
    assert load(fetched(evaluation)) == first


@pytest.mark.parametrize("state", [State.UNIT_CHECK, State.SUBMITTED, State.APPROVED, State.PUBLISHED])
def test_a_submitted_evaluation_is_not_changed(state: State) -> None:
    evaluation = filled()
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(state))
    stored = load(evaluation)
    with pytest.raises(Refused, match="不能修改"):
        save(evaluation, stored, fill(edition(), stored, {EXECUTED: "1"}), revision=1, actor=None)
    assert load(fetched(evaluation)) == stored


def test_after_the_deadline_a_preparer_changes_nothing() -> None:
    now = timezone.now()
    year = a_year(opens_at=now - timedelta(days=9), deadline=now - timedelta(days=1))
    evaluation = an_evaluation(fiscal_year=year)
    stored = put(evaluation, document())
    with pytest.raises(Refused, match="截止"):
        save(
            fetched(evaluation),
            stored,
            fill(edition(), stored, {EXECUTED: "1"}),
            revision=1,
            actor=actor_of(a_person(Role.PREPARER)),
        )
    assert load(fetched(evaluation)) == stored


# Explanations


def explained(evaluation: SelfEvaluation, where: str) -> None:
    save_explanations(evaluation, {("A3-12", where): "单位相同，只是漏写。"}, None)


def test_explanations_belong_to_the_document() -> None:
    evaluation = filled()
    explained(evaluation, EXECUTED)
    [explanation] = load(fetched(evaluation)).explanations
    assert (explanation.code, explanation.where, explanation.text) == ("A3-12", EXECUTED, "单位相同，只是漏写。")


def test_an_explanation_follows_its_row() -> None:
    evaluation = filled()
    explained(evaluation, "self_assessment.indicators.1.actual")
    evaluation = fetched(evaluation)
    stored = load(evaluation)
    row = "self_assessment.indicators.1"
    below = rows.add(edition(), stored, "self_assessment.indicators.output.quantity")
    save(evaluation, stored, below.document, revision=1, actor=None, moves=below.moves)
    stored = load(fetched(evaluation))
    moved = rows.move(edition(), stored, row, 1)
    save(fetched(evaluation), stored, moved.document, revision=2, actor=None, moves=moved.moves)
    assert Explanation.objects.get().where == "self_assessment.indicators.2.actual"
    stored = load(fetched(evaluation))
    gone = rows.remove(edition(), stored, "self_assessment.indicators.2")
    save(fetched(evaluation), stored, gone.document, revision=3, actor=None, moves=gone.moves)
    assert not Explanation.objects.exists()


def test_changed_explanations_are_saved_and_blank_ones_go() -> None:
    evaluation = filled(real_figures())
    stored = load(evaluation)
    assert stored.explanations == ()
    with_one = stored.model_copy(
        update={"explanations": interchange.new_document(one_explanation(stored).encode()).explanations}
    )
    save(evaluation, stored, with_one, revision=1, actor=None)
    assert load(fetched(evaluation)) == with_one
    save(fetched(evaluation), with_one, stored, revision=2, actor=None)
    assert load(fetched(evaluation)) == stored


def one_explanation(content: Document) -> str:
    entry = '{"code": "A2-08", "where": "basic_data.expenditure.project.final", "text": "年中追加。"}'
    return interchange.dump(content).replace('"explanations": []', f'"explanations": [{entry}]')


# Fetching


def test_an_evaluation_is_named_by_unit_and_year() -> None:
    evaluation = an_evaluation()
    assert named("U1", 2023) == evaluation
    with pytest.raises(Refused, match="没有 2022 年度"):
        named("U1", 2022)
    with pytest.raises(Refused, match="没有代码为“U9”的单位"):
        named("U9", 2023)


def test_documents_carry_the_units_own_deadline() -> None:
    evaluation, other = an_evaluation(), an_evaluation(a_unit("U2"))
    until = timezone.now() + timedelta(days=90)
    DeadlineExtension.objects.create(
        fiscal_year=evaluation.fiscal_year,
        unit=evaluation.unit,
        until=until,
        reason="因故",
        granted_by=a_person(Role.MANAGER, region=a_region()),
        granted_at=timezone.now(),
    )
    deadlines = {found.pk: vars(found)["effective_deadline"] for found in documents()}
    assert deadlines == {evaluation.pk: until, other.pk: evaluation.fiscal_year.deadline}
