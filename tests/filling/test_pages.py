"""The pages of filling in, as they open."""

import pytest
from django.test import Client

from evaluations.filling.steps import STEPS
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
