"""The document beside last year's, the submission before, or the figures of its kind of units."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import actor_of
from accounts.models import User
from evaluations.comments.models import Comment
from evaluations.core.content.cells import fill
from evaluations.dossier.store import edition_of, load, save
from evaluations.hand_ins.models import KindFigures
from evaluations.records.states import State
from evaluations.units.models import Unit, UnitKind
from evaluations.workflow.transitions import perform
from tests.factories import a_year, an_evaluation
from tests.scenario import Scenario, explained

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OFFICE = "basic_data.expenditure.office.final"
CHAPTER = "report.chapters.7"


def page(client: Client, scenario: Scenario, person: User, chosen: str) -> str:
    client.force_login(person)
    response = client.get(reverse("shared_pages:document", args=[scenario.pk]), {"beside": chosen})
    assert response.status_code == 200
    return response.text


def type_more(scenario: Scenario, typed: dict[str, str]) -> None:
    evaluation = scenario.evaluation
    stored = load(evaluation)
    changed, _ = fill(edition_of(evaluation), stored, typed)
    save(evaluation, stored, changed, revision=evaluation.revision, actor=actor_of(scenario.preparer))


def handed_in_twice() -> Scenario:
    scenario = Scenario().at(State.RETURNED)
    type_more(scenario, {CHAPTER: "新的原因。"})
    return scenario.submit().confirm()


def with_last_year() -> Scenario:
    """Approved last year; the same is filled in this year, but for two chapters."""
    scenario = Scenario()
    now, scenario.pk = scenario.pk, an_evaluation(scenario.unit, a_year(2022)).pk
    why = [explained(f"report.chapters.{number}", "N-17", "按上级要求。") for number in (8, 9)]
    scenario.type({}, explanations=(*why[0], *why[1])).submit().confirm()
    perform("approve", scenario.pk, actor_of(scenario.reviewer))
    scenario.pk = now
    return scenario.type({f"report.chapters.{number}": f"今年的第{number}章，写法不同。" for number in (8, 9)})


def choices(text: str) -> list[str]:
    (nav,) = re.findall(r'class="beside-choices".*?</nav>', text, re.DOTALL)
    return re.findall(r"<a [^>]*>(.*?)</a>", nav)


def test_only_the_bureau_is_offered_the_kind(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    assert choices(page(client, scenario, scenario.head, "")) == ["不比较", "上年", "上次上报"]
    assert choices(page(client, scenario, scenario.reviewer, "")) == ["不比较", "上年", "上次上报", "同类单位"]


@pytest.mark.parametrize("chosen", ["", "nothing", "\x00", "<script>"])
def test_what_is_not_offered_is_not_compared(client: Client, chosen: str) -> None:
    scenario = handed_in_twice()
    text = page(client, scenario, scenario.reviewer, chosen)
    assert 'class="compared"' not in text.split("<aside")[0]
    assert 'href="?#beside" aria-current="true"' in text


def test_the_unit_s_people_do_not_see_other_units(client: Client) -> None:
    scenario = with_kind(count=9)
    assert "中位数" not in page(client, scenario, scenario.head, "kind")


@pytest.mark.parametrize("role", ["reviewer", "manager", "head", "preparer"])
def test_the_submission_before_shows_what_was_corrected(client: Client, role: str) -> None:
    scenario = handed_in_twice()
    text = page(client, scenario, getattr(scenario, role), "previous")
    assert "1 处与上次不同。" in text
    assert "<ins>新的原因</ins>。" in text.split('id="report.chapters.7"')[1]


def test_while_the_unit_corrects_it_sees_what_it_has_changed_and_the_bureau_does_not(client: Client) -> None:
    scenario = Scenario().at(State.RETURNED)
    type_more(scenario, {CHAPTER: "新的原因。"})
    assert "1 处与上次不同。" in page(client, scenario, scenario.preparer, "previous")
    assert "之前没有上报过。" in page(client, scenario, scenario.reviewer, "previous")


def test_there_is_nothing_before_the_first(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    assert "之前没有上报过。" in page(client, scenario, scenario.reviewer, "previous")
    assert "没有上年审核通过的自评。" in page(client, scenario, scenario.reviewer, "last-year")


def test_last_year_stands_below_what_differs(client: Client) -> None:
    scenario = with_last_year()
    assert "2 处与上年不同。" in page(client, scenario, scenario.preparer, "last-year")
    scenario.submit().confirm()
    assert "2 处与上年不同。" in page(client, scenario, scenario.reviewer, "last-year")


def test_a_draft_shows_by_how_much_a_figure_differs_from_last_year(client: Client) -> None:
    scenario = with_last_year()
    type_more(scenario, {OFFICE: "999"})
    text = page(client, scenario, scenario.head, "last-year")
    assert re.search(r'<p class="compared">上年 [\d.]+ <b>\+[\d.]+</b></p>', text)


def with_kind(count: int, kind: str = UnitKind.FIRST_CLASS) -> Scenario:
    scenario = Scenario()
    Unit.objects.filter(pk=scenario.unit.pk).update(kind=kind)
    scenario.at(State.SUBMITTED)
    quartiles = {OFFICE: ["0.001", "0.002", "0.003"]}
    KindFigures.objects.update_or_create(
        fiscal_year=scenario.year, kind=kind, defaults={"count": count, "quartiles": quartiles}
    )
    return scenario


def test_figures_stand_over_their_kind_s_median(client: Client) -> None:
    scenario = with_kind(count=5)
    text = page(client, scenario, scenario.reviewer, "kind")
    assert "公益一类事业单位 5 个已上报的中位数。" in text
    assert '<p class="compared">中位数 0.002 <b>高于四分之三的同类单位</b></p>' in text


def test_of_too_few_units_nothing_is_told(client: Client) -> None:
    scenario = with_kind(count=4)
    text = page(client, scenario, scenario.manager, "kind")
    assert "公益一类事业单位只有 4 个已上报，满 5 个才比较。" in text
    assert "0.002" not in text


def test_a_unit_without_a_kind_has_none_like_it(client: Client) -> None:
    scenario = with_kind(count=9, kind="")
    text = page(client, scenario, scenario.reviewer, "kind")
    assert "没有登记单位类型" in text
    assert "0.002" not in text


def queries(client: Client, scenario: Scenario, person: User, chosen: str) -> int:
    page(client, scenario, person, chosen)  # the first reading of a day is told to the log
    with CaptureQueriesContext(connection) as captured:
        page(client, scenario, person, chosen)
    return len(captured) - 3  # force_login


def test_a_comparison_takes_at_most_one_query(client: Client) -> None:
    scenario = handed_in_twice()
    plain = queries(client, scenario, scenario.reviewer, "")
    more = {
        chosen: queries(client, scenario, scenario.reviewer, chosen) - plain for chosen in ("last-year", "previous")
    }
    assert more == {"last-year": 0, "previous": 1}
    perform("return", scenario.pk, actor_of(scenario.reviewer), "请再改。")
    type_more(
        scenario, {f"report.chapters.{number}": f"重写第{number}章，原因已经另行说明。" for number in (1, 7, 8, 9)}
    )
    scenario.submit().confirm()
    again = queries(client, scenario, scenario.reviewer, "previous")
    assert again == plain + 1


def test_a_kind_takes_one_query(client: Client) -> None:
    scenario = with_kind(count=5)
    plain = queries(client, scenario, scenario.reviewer, "")
    assert queries(client, scenario, scenario.reviewer, "kind") == plain + 1


def test_the_comparison_stays_after_a_comment_was_written_closed_or_refused(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    document = reverse("shared_pages:document", args=(scenario.pk,))
    page = client.get(f"{document}?comment={OFFICE}&beside=previous")
    assert '<input type="hidden" name="beside" value="previous">' in page.text
    sent = {"where": OFFICE, "text": "请核对。", "beside": "previous"}
    written = client.post(reverse("shared_pages:comment", args=(scenario.pk,)), sent)
    assert written.headers["Location"] == f"{document}?beside=previous#{OFFICE}"
    comment = Comment.objects.get()
    closed = client.post(reverse("shared_pages:settle", args=(comment.pk,)), {"action": "closed", "beside": "previous"})
    assert closed.headers["Location"] == f"{document}?beside=previous#comment-{comment.pk}"
    refused = client.post(reverse("shared_pages:comment", args=(scenario.pk,)), {**sent, "text": ""})
    assert '<input type="hidden" name="beside" value="previous">' in refused.text
    assert f'href="{document}?beside=previous#{OFFICE}"' in refused.text
