"""The pages of filling in, as they open."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.filling.steps import STEPS
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation


@pytest.mark.parametrize("step", [step.code for step in STEPS])
def test_each_step_opens_on_a_blank_evaluation(browser: Client, evaluation: SelfEvaluation, step: str) -> None:
    response = browser.get(f"/evaluations/{evaluation.pk}/{step}/")
    assert response.status_code == 200
    assert 'name="revision" value="0"' in response.content.decode()


def test_the_task_list_opens(browser: Client, evaluation: SelfEvaluation) -> None:
    page = browser.get(f"/evaluations/{evaluation.pk}/").content.decode()
    assert page.count("未开始") == len(STEPS)


def test_home_opens(browser: Client, evaluation: SelfEvaluation) -> None:
    assert "2023年度自评" in browser.get("/").content.decode()


def test_a_blank_form_is_not_told_that_it_is_blank(browser: Client, evaluation: SelfEvaluation) -> None:
    page = browser.get(f"/evaluations/{evaluation.pk}/basic-data/").content.decode()
    assert "必填项未填" not in page
    browser.post(
        f"/evaluations/{evaluation.pk}/basic-data/", {"revision": "0", "basic_data.staffing.staff_in_post": "4"}
    )
    assert "必填项未填" in browser.get(f"/evaluations/{evaluation.pk}/basic-data/").content.decode()


@pytest.mark.slow
def test_after_the_deadline_a_step_can_be_read_and_says_why_not_more(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    FiscalYear.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    for step in STEPS:
        page = browser.get(f"/evaluations/{evaluation.pk}/{step.code}/").content.decode()
        assert "截止，不能再填写和提交" in page
        assert 'name="revision"' not in page
        assert "<textarea" not in page


def test_before_the_opening_a_step_says_when_it_opens(browser: Client, evaluation: SelfEvaluation) -> None:
    opens_at = timezone.now() + timedelta(days=1)
    FiscalYear.objects.update(opens_at=opens_at)
    assert "开始填报，现在还不能填写" in browser.get(f"/evaluations/{evaluation.pk}/budget/").content.decode()
