"""What a posted step means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.basics.values import ROW_LIMIT
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.filling.saving.edited import apply_posted
from evaluations.filling.saving.posted import Outdated, Posted, read_posted, refuse_foreign
from evaluations.filling.steps import BASIC_DATA, INDICATORS, Step
from tests.filling.forms import BLANK, BUILDINGS, EDITION, FUND, PROJECT, form_of, typed_into, with_rows

QUANTITY = "self_assessment.indicators.output.quantity"
QUALITY = "self_assessment.indicators.output.quality"


def text(document: Document, path: str) -> str:
    return cells(EDITION, document)[path].text


def refuse(document: Document, step: Step, *names: str, is_current: bool) -> None:
    posted = Posted(0, "save", "", dict.fromkeys(names, ""))
    refuse_foreign(EDITION, document, cells(EDITION, document), step, posted, is_current=is_current)


def test_a_post_is_read_into_revision_button_and_texts() -> None:
    posted = read_posted(
        {"csrfmiddlewaretoken": "x", "revision": "7", "action": f"add:{FUND}", f"{PROJECT}.final": "8"}
    )
    assert posted == Posted(7, "add", FUND, {f"{PROJECT}.final": "8"})
    assert posted.changes_rows


def test_enter_pressed_in_an_old_browser_saves() -> None:
    assert read_posted({"revision": "0"}).action == "save"


@pytest.mark.parametrize("revision", [None, "", "abc", "-1", "1.0", "１", "9" * 30, "1\x00"])
def test_a_form_without_a_readable_revision_is_outdated(revision: str | None) -> None:
    with pytest.raises(Outdated):
        read_posted({"action": "save"} | ({} if revision is None else {"revision": revision}))


@pytest.mark.parametrize("action", ["", "delete", "add", "add:", "save:x", "remove"])
def test_an_unknown_button_is_outdated(action: str) -> None:
    with pytest.raises(Outdated):
        read_posted({"revision": "1", "action": action})


@pytest.mark.parametrize(
    "name",
    [
        "basic_data.expenditure.bribes.final",
        "basic_data.expenditure.project.finale",
        "basic_data.expenditure.government_procurement.prior_final",
        "basic_data.expenditure.earmarked_heading.final",
        f"{FUND}.2.final",
        f"{FUND}.0.final",
        "self_assessment.executed",
        "password",
        "",
    ],
)
def test_a_name_that_is_no_cell_of_the_step_is_refused(name: str) -> None:
    with pytest.raises(Outdated):
        refuse(with_rows(BLANK, FUND), BASIC_DATA, f"{FUND}.1.final", name, is_current=True)


def test_a_stale_form_may_name_rows_that_are_gone() -> None:
    refuse(BLANK, BASIC_DATA, f"{FUND}.3.final", f"{BUILDINGS}.2.actual_area", is_current=False)
    refuse(BLANK, INDICATORS, "self_assessment.indicators.9.direction", is_current=False)


@pytest.mark.parametrize("name", [f"{FUND}.3.finale", "basic_data.expenditure.project.3.final", f"{FUND}.999999.final"])
def test_a_stale_form_may_not_name_what_never_was(name: str) -> None:
    with pytest.raises(Outdated):
        refuse(BLANK, BASIC_DATA, name, is_current=False)


def test_cells_that_the_form_does_not_name_keep_their_values() -> None:
    document = typed_into(BLANK, {f"{PROJECT}.final": "8", f"{PROJECT}.budget": "9"})
    result = apply_posted(EDITION, document, Posted(0, "save", "", {f"{PROJECT}.final": ""}))
    assert (text(result.document, f"{PROJECT}.final"), text(result.document, f"{PROJECT}.budget")) == ("", "9")


def test_what_is_typed_is_kept_when_a_row_is_added() -> None:
    document = with_rows(BLANK, FUND)
    result = apply_posted(
        EDITION, document, Posted(0, "add", FUND, {f"{FUND}.1.name": "防汛", f"{PROJECT}.final": "8"})
    )
    assert text(result.document, f"{FUND}.1.name") == "防汛"
    assert text(result.document, f"{PROJECT}.final") == "8"
    assert text(result.document, f"{FUND}.2.name") == ""
    assert result.focus == f"{FUND}.2.name"


def test_what_is_typed_moves_with_its_row() -> None:
    document = with_rows(BLANK, FUND, FUND)
    typed = {f"{FUND}.1.name": "甲", f"{FUND}.1.final": "1", f"{FUND}.2.name": "乙", f"{FUND}.2.final": "2"}
    result = apply_posted(EDITION, document, Posted(0, "up", f"{FUND}.2", typed))
    assert [text(result.document, f"{FUND}.{n}.{f}") for n in (1, 2) for f in ("name", "final")] == [
        "乙",
        "2",
        "甲",
        "1",
    ]
    assert result.moves == {f"{FUND}.1": f"{FUND}.2", f"{FUND}.2": f"{FUND}.1"}
    assert result.focus == f"{FUND}.1.name"


def test_what_is_typed_into_the_other_rows_stays_when_one_is_removed() -> None:
    document = with_rows(BLANK, FUND, FUND, FUND)
    typed = {f"{FUND}.{number}.name": name for number, name in enumerate("甲乙丙", 1)}
    result = apply_posted(EDITION, document, Posted(0, "remove", f"{FUND}.2", typed))
    assert [text(result.document, f"{FUND}.{number}.name") for number in (1, 2)] == ["甲", "丙"]
    assert result.moves == {f"{FUND}.2": None, f"{FUND}.3": f"{FUND}.2"}


def test_an_indicator_is_added_below_those_of_its_category() -> None:
    document = with_rows(BLANK, QUALITY, QUANTITY)
    result = apply_posted(EDITION, document, Posted(0, "add", QUANTITY, {}))
    assert [row.category for row in result.document.self_assessment.indicators] == [
        "output.quantity",
        "output.quantity",
        "output.quality",
    ]
    assert result.focus == "self_assessment.indicators.2.name"


def test_a_building_begins_with_its_approved_area() -> None:
    assert apply_posted(EDITION, BLANK, Posted(0, "add", BUILDINGS, {})).focus == f"{BUILDINGS}.1.approved_area"


@pytest.mark.parametrize(
    ("action", "target"),
    [
        ("remove", f"{FUND}.2"),
        ("up", f"{FUND}.0"),
        ("down", FUND),
        ("add", PROJECT),
        ("add", f"{FUND}.1"),
        ("add", "self_assessment.indicators.output"),
        ("add", "self_assessment.indicators.output.unheard_of"),
        ("remove", "self_assessment.indicators.1"),
        ("add", "basic_data.expenditure.unheard_of"),
    ],
)
def test_a_row_that_does_not_exist_is_outdated(action: str, target: str) -> None:
    with pytest.raises(Outdated):
        apply_posted(EDITION, with_rows(BLANK, FUND), Posted(0, action, target, {}))


def test_no_row_is_changed_while_a_text_can_not_be_read() -> None:
    document = with_rows(BLANK, FUND)
    result = apply_posted(EDITION, document, Posted(0, "remove", f"{FUND}.1", {f"{FUND}.1.final": "abc"}))
    assert list(result.errors) == [f"{FUND}.1.final"]
    assert not result.moves
    assert len(result.document.basic_data.rows("earmarked_fund")) == 1


@pytest.mark.slow
def test_the_201st_row_is_refused_in_words() -> None:
    document = BLANK
    for _ in range(ROW_LIMIT):
        document = with_rows(document, FUND)
    result = apply_posted(EDITION, document, Posted(0, "add", FUND, {}))
    assert result.errors == {FUND: "已有 200 行，不能再添加。"}


@pytest.mark.parametrize("typed", ["a\ufffdb", "\ufffd"])
def test_a_character_that_was_broken_on_its_way_is_not_stored(typed: str) -> None:
    result = apply_posted(EDITION, BLANK, Posted(0, "save", "", {"basic_data.thrift_measures": typed}))
    assert "不完整的字符" in result.errors["basic_data.thrift_measures"]
    assert result.document == BLANK


def test_a_form_posted_back_unchanged_changes_nothing() -> None:
    document = typed_into(with_rows(BLANK, FUND, BUILDINGS), {f"{FUND}.1.name": "甲", f"{PROJECT}.final": "65.800"})
    form = form_of(BASIC_DATA, document)
    assert apply_posted(EDITION, document, Posted(0, "save", "", form)).document == document


@given(st.dictionaries(st.sampled_from(sorted(form_of(BASIC_DATA, with_rows(BLANK, FUND)))), st.text(max_size=60)))
def test_no_text_breaks_the_step_and_each_is_stored_or_named(typed: dict[str, str]) -> None:
    document = with_rows(BLANK, FUND)
    result = apply_posted(EDITION, document, Posted(0, "save", "", typed))
    assert all(message for message in result.errors.values())
    for path in typed.keys() & result.errors.keys():
        assert text(result.document, path) == text(document, path)
