"""Whatever is typed into a plain form outlives a session that ended, another person's sign-in, a refusal, a cut line and the way back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import Role, User
from evaluations.core.document import Document
from evaluations.dossier.freezing import freeze
from evaluations.dossier.prefill import begin
from evaluations.filling.steps import BASIC_DATA, CHECK
from evaluations.records.models import Explanation, SelfEvaluation
from evaluations.records.states import State
from evaluations.review.comments import open_comment
from evaluations.review.models import Assignment, Comment
from tests.browser.hands import press_named, sign_in, sign_in_at_the_door
from tests.cast import PASSWORD, a_person, a_year, an_evaluation, in_state
from tests.core.builders import document, real_figures
from tests.filling.forms import address, fill_in
from tests.review.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "年中追加，“已批复”\n第二行 <b>"
CELL = "basic_data.staffing.staff_in_post"
PRIOR = "basic_data.expenditure.office.prior_final"


@dataclass(frozen=True)
class Form:
    """A plain form with something typed: where it stands, for whom, its box, what is put in, its button, and whether it has been taken."""

    person: User
    other: User
    url: str
    box: str
    button: str
    is_taken: Callable[[], bool]
    text: str = TEXT

    def field(self, page: Page) -> Locator:
        return page.locator(self.box).first

    def fill(self, page: Page) -> None:
        page.goto(self.url)
        field = self.field(page)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(self.text)
        else:
            field.fill(self.text)

    def press(self, page: Page) -> None:
        page.locator("form", has=page.locator(self.box)).get_by_role("button", name=self.button, exact=True).click()


def explanation() -> Form:
    stage = Stage()
    fill_in(stage.evaluation, real_figures())
    return Form(
        stage.preparer,
        a_person(Role.PREPARER),
        address(stage.evaluation, CHECK),
        'textarea[name^="explanation."]',
        "保存",
        lambda: Explanation.objects.filter(text=TEXT).exists(),
    )


def new_comment() -> Form:
    stage = Stage().at(State.SUBMITTED)
    url = f"/evaluations/{stage.pk}/document/?comment={CELL}"
    taken = Comment.objects.filter(text=TEXT).exists
    return Form(stage.reviewer, stage.manager, url, 'textarea[name="text"]', "发出批注", taken)


def answer(*, on_the_step: bool) -> Form:
    stage = Stage().at(State.SUBMITTED)
    open_comment(stage.pk, stage.reviewer, CELL, "请核对人数。")
    from evaluations.review.workflow import perform

    perform("return", stage.pk, stage.reviewer, "请改。")
    url = address(stage.evaluation, BASIC_DATA) if on_the_step else f"/evaluations/{stage.pk}/document/"
    taken = Comment.objects.filter(answer=TEXT).exists
    return Form(stage.preparer, a_person(Role.PREPARER), url, 'textarea[name="text"]', "答复", taken)


def transition() -> Form:
    stage = Stage().at(State.SUBMITTED)
    url = f"/evaluations/{stage.pk}/return/"

    def is_taken() -> bool:
        return stage.evaluation.state == State.RETURNED

    return Form(stage.reviewer, stage.manager, url, 'textarea[name="comment"]', "退回修改", is_taken)


def extension() -> Form:
    stage = Stage()
    url = f"/years/{stage.year.pk}/units/{stage.unit.pk}/extension/"
    from evaluations.fiscal_years.models import DeadlineExtension

    later = (stage.year.deadline.replace(microsecond=0)).strftime("%Y-%m-%dT%H:%M")
    taken = DeadlineExtension.objects.exists
    return Form(stage.manager, stage.reviewer, url, 'textarea[name="reason"]', "延期", taken, TEXT)


def assignment() -> Form:
    stage = Stage()
    Assignment.objects.all().delete()
    box = f'select[name="reviewer.{stage.unit.pk}"]'
    return Form(
        stage.manager,
        a_person(Role.MANAGER),
        "/review/assignments/",
        box,
        "保存本页分工",
        Assignment.objects.exists,
        str(stage.reviewer.pk),
    )
