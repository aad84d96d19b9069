"""Many units are given to reviewers at once: shown first, then carried out as shown."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import actor_of
from accounts.models import AuditEvent, User
from accounts.roles import Role
from evaluations.access.assignment import assign
from evaluations.access.models import Assignment, AssignmentChange
from evaluations.records.states import State
from evaluations.units.models import Section, Unit
from evaluations.workflow.transitions import perform
from tests.factories import a_person, a_region, a_unit
from tests.pages import Page
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db

LIST = reverse("administration:assignments")


def address(way: str) -> str:
    return reverse("administration:distribute", args=[way])


@pytest.fixture
def manager() -> User:
    return a_person(Role.MANAGER)


@pytest.fixture
def browser(client: Client, manager: User) -> Client:
    """The manager's."""
    client.force_login(manager)
    return client


@pytest.fixture
def reviewers() -> list[User]:
    return [a_person(Role.REVIEWER, name=name) for name in ("甲", "乙")]


def some_units(number: int) -> list[Unit]:
    Unit.objects.bulk_create(
        Unit(region=a_region(), code=f"N{place:05}", name=f"单位{place}") for place in range(number)
    )
    return list(Unit.objects.filter(code__startswith="N").order_by("code"))


def give(units: list[Unit], reviewer: User, manager: User) -> None:
    assign(a_region(), {unit.pk: reviewer.pk for unit in units}, actor_of(manager))


def reviewed() -> dict[str, int]:
    return dict(Assignment.objects.values_list("unit__code", "reviewer"))


def previewed(browser: Client, way: str, asked: dict[str, Any]) -> Page:
    answer = browser.get(address(way), {**asked, "preview": "1"})
    assert answer.status_code == 200
    return Page(answer)


def confirmed(browser: Client, way: str, asked: dict[str, Any]) -> str:
    """The page after what the preview showed is confirmed."""
    digest = previewed(browser, way, asked).fields["plan"]
    return browser.post(address(way), {**asked, "plan": digest}, follow=True).text


@pytest.mark.slow
def test_all_that_the_list_shows_go_to_one_reviewer(browser: Client, reviewers: list[User]) -> None:
    units = some_units(3)
    asked = {"name": "N0000", "to": str(reviewers[0].pk)}
    a_unit("other")
    page = previewed(browser, "one", asked)
    assert "换审核员的单位：3 个" in page.text
    assert not reviewed()
    assert "已更新 3 个单位的审核员" in confirmed(browser, "one", asked)
    assert reviewed() == {unit.code: reviewers[0].pk for unit in units}
    assert AuditEvent.objects.filter(action="assign").count() == 3


def test_only_the_ticked_ones_go_where_some_are_ticked(browser: Client, reviewers: list[User]) -> None:
    units = some_units(3)
    confirmed(browser, "one", {"unit": [str(units[1].pk)], "to": str(reviewers[0].pk)})
    assert reviewed() == {units[1].code: reviewers[0].pk}


@pytest.mark.slow
def test_each_section_goes_to_its_reviewer(browser: Client, reviewers: list[User]) -> None:
    units = some_units(3)
    section = Section.objects.create(region=a_region(), name="教科文股")
    Unit.objects.filter(pk=units[0].pk).update(section=section)
    assert "教科文股（1 个单位）" in Page(browser.get(address("sections"))).text
    asked = {f"section.{section.pk}": str(reviewers[1].pk), "section.none": ""}
    confirmed(browser, "sections", asked)
    assert reviewed() == {units[0].code: reviewers[1].pk}
    assert browser.get(address("sections"), {"preview": "1"}).status_code == 422


@pytest.mark.slow
def test_units_are_shared_evenly_and_who_gets_how_many_is_shown(
    browser: Client, manager: User, reviewers: list[User]
) -> None:
    give(some_units(6), reviewers[0], manager)
    asked = {"to": [str(each.pk) for each in reviewers]}
    page = previewed(browser, "evenly", asked)
    assert "甲 6 3" in page.text
    assert "乙 0 3" in page.text
    assert "换审核员的单位：3 个" in page.text
    confirmed(browser, "evenly", asked)
    assert Counter(reviewed().values()) == {each.pk: 3 for each in reviewers}
    assert "没有单位要换审核员" in previewed(browser, "evenly", asked).text


@pytest.mark.slow
def test_whoever_belongs_to_a_unit_is_passed_over_with_a_sentence(browser: Client, reviewers: list[User]) -> None:
    units = some_units(2)
    reviewers[0].memberships.create(role=Role.PREPARER, unit=units[0])
    asked = {"to": str(reviewers[0].pk)}
    assert (
        "甲是单位0的人，不能审核本单位的自评；这个单位不在这次分配之内，仍未分配。"
        in previewed(browser, "one", asked).text
    )
    confirmed(browser, "one", asked)
    assert reviewed() == {units[1].code: reviewers[0].pk}
    confirmed(browser, "evenly", {"to": [str(each.pk) for each in reviewers]})
    assert reviewed() == {units[0].code: reviewers[1].pk, units[1].code: reviewers[0].pk}


@pytest.mark.slow
def test_an_open_review_goes_on_with_whom_it_is_handed_over_to(browser: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    successor = a_person(Role.REVIEWER)
    asked = {"giver": str(scenario.reviewer.pk), "to": str(successor.pk)}
    assert "其中 1 份已上报的自评，由新的审核员接着审核" in previewed(browser, "hand-over", asked).text
    confirmed(browser, "hand-over", asked)
    assert reviewed() == {"U1": successor.pk}
    perform("approve", scenario.pk, actor_of(successor))
    assert scenario.evaluation.state == State.APPROVED


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"giver": "1", "to": "x"}, "名单已有变化"),
        ({"giver": "", "to": ""}, "请选择移交人"),
        ({"giver": "\x00", "to": "9" * 30}, "名单已有变化"),
    ],
)
def test_what_can_not_be_handed_over_is_said(browser: Client, asked: dict[str, str], told: str) -> None:
    a_person(Role.REVIEWER)
    answer = browser.get(address("hand-over"), {**asked, "preview": "1"})
    assert answer.status_code == 422
    assert told in Page(answer).text


def test_nobody_hands_over_to_themselves(browser: Client, manager: User, reviewers: list[User]) -> None:
    give(some_units(1), reviewers[0], manager)
    same = str(reviewers[0].pk)
    assert (
        "接手人不能是移交人自己" in browser.get(address("hand-over"), {"giver": same, "to": same, "preview": "1"}).text
    )


@pytest.mark.slow
def test_what_is_no_longer_as_it_was_shown_is_shown_again(
    browser: Client, manager: User, reviewers: list[User]
) -> None:
    units = some_units(2)
    asked = {"to": str(reviewers[0].pk)}
    digest = previewed(browser, "one", asked).fields["plan"]
    give(units[:1], reviewers[1], manager)
    answer = browser.post(address("one"), {**asked, "plan": digest})
    assert answer.status_code == 409
    assert "没有分配" in Page(answer).text
    assert reviewed() == {units[0].code: reviewers[1].pk}


@pytest.mark.parametrize("way", ["one", "evenly", "sections", "hand-over"])
@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "\x00"])
def test_what_the_page_never_sends_changes_nothing(browser: Client, way: str, value: str) -> None:
    some_units(1)
    a_person(Role.REVIEWER)
    sent = dict.fromkeys(("to", "giver", "unit", "section.none", "kind", "section", "reviewer", "plan"), value)
    assert browser.post(address(way), sent).status_code in (409, 422)
    assert browser.get(address(way), {**sent, "preview": "1"}).status_code in (200, 422)
    assert not reviewed()


@pytest.mark.slow
def test_only_managers_distribute_the_units_of_their_region(client: Client) -> None:
    scenario = Scenario()
    for person in scenario.everybody:
        client.force_login(person)
        expected = 200 if actor_of(person).has(Role.MANAGER) else 404
        assert {client.get(address(way)).status_code for way in ("one", "evenly", "sections", "hand-over")} == {
            expected
        }
    client.force_login(scenario.strangers[4])
    assert client.get(reverse("administration:assignment_history", args=[scenario.unit.pk])).status_code == 404


def test_without_units_or_reviewers_the_pages_say_so(browser: Client) -> None:
    assert "本地区还没有审核员账号" in Page(browser.get(address("one"))).text
    a_person(Role.REVIEWER)
    assert "没有要分配的单位" in Page(browser.get(address("evenly"))).text


@pytest.mark.slow
def test_who_reviewed_a_unit_since_when_is_kept(browser: Client, manager: User, reviewers: list[User]) -> None:
    (unit,) = some_units(1)
    history = reverse("administration:assignment_history", args=[unit.pk])
    assert "还没有分配过审核员" in Page(browser.get(history)).text
    give([unit], reviewers[0], manager)
    give([unit], reviewers[1], manager)
    give([unit], reviewers[1], manager)
    assign(a_region(), {unit.pk: None}, actor_of(manager))
    told = AssignmentChange.objects.order_by("pk").values_list("reviewer__name", "given_by")
    assert list(told) == [("甲", manager.pk), ("乙", manager.pk), (None, manager.pk)]
    text = Page(browser.get(history)).text
    assert text.index("未分配") < text.index("乙") < text.index("甲")


@pytest.mark.slow
def test_the_list_is_narrowed_by_section_kind_and_reviewer(
    browser: Client, manager: User, reviewers: list[User]
) -> None:
    units = some_units(4)
    section = Section.objects.create(region=a_region(), name="教科文股")
    Unit.objects.filter(pk=units[0].pk).update(section=section)
    Unit.objects.filter(pk=units[1].pk).update(kind="administrative")
    give(units[2:3], reviewers[0], manager)

    def found(**asked: Any) -> str:
        boxes = Page(browser.get(LIST, asked)).ticked("unit")
        return "".join(str(place) for place, unit in enumerate(units) if str(unit.pk) in boxes)

    assert found() == "0123"
    assert found(section=section.pk) == "0"
    assert found(section="none") == "123"
    assert found(kind="administrative") == "1"
    assert found(kind="none") == "023"
    assert found(reviewer=reviewers[0].pk) == "2"
    assert found(reviewer="none", kind="none") == "03"
    assert found(reviewer="x", kind="x", section="9" * 30) == "0123"


@pytest.mark.slow
@pytest.mark.parametrize("way", ["one", "evenly", "sections", "hand-over"])
def test_the_pages_take_as_many_queries_with_300_units_as_with_two(
    browser: Client, manager: User, reviewers: list[User], way: str
) -> None:
    give(some_units(2), reviewers[0], manager)
    second = str(reviewers[1].pk)
    asked = {"to": second, "giver": str(reviewers[0].pk), "section.none": second, "preview": "1"}

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address(way), asked).status_code == 200
        return len(captured)

    few = queries()
    Unit.objects.bulk_create(Unit(region=a_region(), code=f"M{place}", name="单位") for place in range(300))
    give(list(Unit.objects.filter(code__startswith="M")), reviewers[0], manager)
    assert queries() == few <= 20


@pytest.mark.slow
def test_many_units_are_shared_in_as_many_statements_as_few(browser: Client, reviewers: list[User]) -> None:
    asked = {"to": [str(each.pk) for each in reviewers]}

    def statements() -> int:
        digest = previewed(browser, "evenly", asked).fields["plan"]
        with CaptureQueriesContext(connection) as captured:
            browser.post(address("evenly"), {**asked, "plan": digest})
        return len(captured)

    some_units(2)
    few = statements()
    Unit.objects.bulk_create(Unit(region=a_region(), code=f"M{place}", name="单位") for place in range(200))
    assert statements() <= few
    assert Counter(reviewed().values()) == {each.pk: 101 for each in reviewers}


def test_the_units_of_a_further_region_are_shown_and_given_to_its_reviewers(browser: Client, manager: User) -> None:
    other = a_region("430204")
    manager.memberships.create(role=Role.MANAGER, region=other)
    here, there = a_unit("H1"), a_unit("T1", other)
    reviewer = a_person(Role.REVIEWER, region=other)
    asked = f"{address('one')}?region=430204&to={reviewer.pk}&preview=1"
    page = Page(browser.get(asked))
    assert (here.name in page.text, there.name in page.text) == (False, True)
    assert f"{LIST}?region=430204" in page.addresses
    assert page.fields["region"] == "430204"
    posted = {"to": reviewer.pk, "plan": page.fields["plan"]}
    answer = browser.post(f"{address('one')}?region=430204", posted)
    assert answer.headers["Location"] == f"{LIST}?region=430204"
    assert [(each.unit, each.reviewer) for each in Assignment.objects.all()] == [(there, reviewer)]
