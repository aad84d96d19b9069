"""A bureau chooses a higher version of the form for a year that units have begun; who has not handed in may take it."""

import pytest
from django.test import Client

from accounts.actors import actor_of
from accounts.models import AuditEvent
from evaluations.common.refusal import Refused
from evaluations.contents.models import Fact, FormRow
from evaluations.core.content import stored
from evaluations.core.content.facts import facts
from evaluations.core.form.document import Explanation
from evaluations.dossier import store
from evaluations.filling.saving.new_edition import newer, take_new_edition
from evaluations.fiscal_years.loading import load_edition
from evaluations.fiscal_years.models import FormEdition
from evaluations.fiscal_years.services import change_year
from tests.own_forms import forms
from tests.own_forms.forms import GONE
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def scenario() -> Scenario:
    return Scenario().fill()


def higher(now: FormEdition) -> FormEdition:
    """The next version of the form; see `forms.higher`."""
    return load_edition(forms.higher(now.edition))


def use(scenario: Scenario, edition: FormEdition) -> None:
    """Choose the edition for the year, as a manager does."""
    year = scenario.year
    change_year(
        year,
        opens_at=year.opens_at,
        deadline=year.deadline,
        notice=year.notice,
        levels=year.levels,
        edition=edition,
        actor=actor_of(scenario.manager),
    )


def test_a_higher_version_is_offered_and_taken_with_what_has_a_place(scenario: Scenario) -> None:
    before = store.load(scenario.evaluation)
    new = higher(scenario.year.edition)
    use(scenario, new)
    found = newer(scenario.evaluation)
    assert found == new
    taken = take_new_edition(scenario.pk, revision=scenario.evaluation.revision, actor=actor_of(scenario.preparer))
    after = store.load(scenario.evaluation)
    assert scenario.evaluation.edition == new
    assert newer(scenario.evaluation) is None
    assert after == taken.document
    assert after.basic_data == before.basic_data
    assert after.report == before.report
    kept = [row for row in before.self_assessment.indicators if row.category != GONE]
    assert sorted(map(str, after.self_assessment.indicators)) == sorted(map(str, kept))
    assert after.self_assessment.indicators != tuple(kept)


def test_what_is_stored_is_what_the_new_version_says(scenario: Scenario) -> None:
    new = higher(scenario.year.edition)
    use(scenario, new)
    take_new_edition(scenario.pk, revision=scenario.evaluation.revision, actor=actor_of(scenario.preparer))
    after = store.load(scenario.evaluation)
    rows = FormRow.objects.filter(evaluation=scenario.pk).values_list("section", "position", "cells")
    assert {(section, position): stored.load(cells) for section, position, cells in rows} == stored.rows(
        new.edition, after
    )
    amounts = Fact.objects.filter(evaluation=scenario.pk).values_list("concept", "row", "amount")
    assert {(concept, row): amount for concept, row, amount in amounts} == facts(
        new.edition, after.basic_data, after.self_assessment
    )


def test_what_has_no_place_is_told_before(scenario: Scenario, client: Client) -> None:
    use(scenario, higher(scenario.year.edition))
    client.force_login(scenario.preparer)
    tasks = client.get(f"/evaluations/{scenario.pk}/").text
    address = f"/evaluations/{scenario.pk}/new-edition/"
    assert address in tasks
    page = client.get(address).text
    (row,) = [row for row in store.load(scenario.evaluation).self_assessment.indicators if row.category == GONE]
    assert row.name == "无"
    assert '<td class="said">无</td>' in page
    assert "“指标”删去 benefit.ecological" in page
    answer = client.post(address, {"revision": scenario.evaluation.revision}, follow=True).text
    assert "已改用新的表样" in answer
    assert address not in answer
    assert AuditEvent.objects.filter(action="take_edition", subject=str(scenario.pk)).exists()


def test_a_page_that_was_opened_before_a_change_is_refused(scenario: Scenario, client: Client) -> None:
    use(scenario, higher(scenario.year.edition))
    client.force_login(scenario.preparer)
    answer = client.post(f"/evaluations/{scenario.pk}/new-edition/", {"revision": "0"})
    assert answer.status_code == 409
    assert "在您打开这一页之后有改动，没有改用" in answer.text


def test_an_explanation_follows_its_row(scenario: Scenario) -> None:
    evaluation = scenario.evaluation
    document = store.load(evaluation)
    indicators = document.self_assessment.indicators
    place = next(number for number, row in enumerate(indicators, 1) if row.category == "output.quantity")
    where = f"self_assessment.indicators.{place}.score"
    scenario.type({}, explanations=[*document.explanations, Explanation(code="A3-08", where=where, text="已核对")])
    use(scenario, higher(scenario.year.edition))
    take_new_edition(scenario.pk, revision=scenario.evaluation.revision, actor=actor_of(scenario.preparer))
    after = store.load(scenario.evaluation)
    (said,) = [each for each in after.explanations if each.text == "已核对"]
    number = int(said.where.split(".")[2])
    assert after.self_assessment.indicators[number - 1] == indicators[place - 1]
    assert said.where != where


def test_who_has_handed_in_stays_on_the_version(scenario: Scenario) -> None:
    scenario.submit()
    use(scenario, higher(scenario.year.edition))
    assert newer(scenario.evaluation) is None
    with pytest.raises(Refused, match="已提交单位审核"):
        take_new_edition(scenario.pk, revision=scenario.evaluation.revision, actor=actor_of(scenario.preparer))


def test_another_form_or_a_lower_version_is_refused_for_a_year_that_was_begun(scenario: Scenario) -> None:
    first = scenario.year.edition
    hunan = FormEdition.objects.get(code="hunan-2018")
    with pytest.raises(Refused, match="只能改用同一表样更高的版本"):
        use(scenario, hunan)
    use(scenario, higher(first))
    with pytest.raises(Refused, match="只能改用同一表样更高的版本"):
        use(scenario, first)


def test_without_a_higher_version_there_is_nothing_to_take(scenario: Scenario, client: Client) -> None:
    client.force_login(scenario.preparer)
    assert "没有可以改用的新表样" in client.get(f"/evaluations/{scenario.pk}/new-edition/").text
    assert "new-edition" not in client.get(f"/evaluations/{scenario.pk}/").text
