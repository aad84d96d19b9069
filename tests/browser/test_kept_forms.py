"""Whatever is typed into a plain form outlives a session that ended, another person's sign-in, a refusal, a cut line and the way back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, Route, expect

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.comments.models import Comment
from evaluations.comments.services import open_comment
from evaluations.dossier.freezing import freeze
from evaluations.dossier.prefill import begin
from evaluations.filling.steps import BASIC_DATA, CHECK
from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear, FormEdition
from evaluations.own_forms.changing import copied
from evaluations.own_forms.models import FormDraft
from evaluations.own_forms.services import add_draft
from evaluations.records.models import Explanation, SelfEvaluation
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.browser.acting import sign_in, sign_in_at_the_door
from tests.core.builders import document, real_figures
from tests.factories import PASSWORD, a_person, a_region, a_year, an_evaluation, in_state
from tests.filling.forms import address, fill_in
from tests.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "追加已获批复，“见附件”\n第二行 <b>"
BEGINNING = "追加已获批复"
CELL = "basic_data.staffing.staff_in_post"
CUT = 0
UNTIL = {"until": "2099-12-31T18:00"}
REASON = 'textarea[name="reason"]'
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
    besides: Mapping[str, str] = MappingProxyType({})

    def field(self, page: Page) -> Locator:
        return page.locator(self.box).first

    def fill(self, page: Page) -> None:
        page.goto(self.url)
        field = self.field(page)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(self.text)
        else:
            field.fill(self.text)
        for name, text in self.besides.items():
            page.locator(f'[name="{name}"]').fill(text)

    def press(self, page: Page) -> None:
        form, bar = page.locator("form", has=page.locator(self.box)), page.locator(".save-bar")
        place = bar if self.box.startswith('textarea[name^="explanation') else form
        place.get_by_role("button", name=self.button, exact=True).click()


def explanation() -> Form:
    scenario = Scenario()
    fill_in(scenario.evaluation, real_figures())
    return Form(
        scenario.preparer,
        a_person(Role.PREPARER),
        address(scenario.evaluation, CHECK),
        'textarea[name^="explanation."]',
        "保存",
        lambda: Explanation.objects.filter(text__startswith=BEGINNING).exists(),
    )


def new_comment() -> Form:
    scenario = Scenario().at(State.SUBMITTED)
    url = f"/evaluations/{scenario.pk}/document/?comment={CELL}"
    taken = Comment.objects.filter(text__startswith=BEGINNING).exists
    return Form(scenario.reviewer, scenario.manager, url, 'textarea[name="text"]', "发出批注", taken)


def answer(*, on_the_step: bool) -> Form:
    scenario = Scenario().at(State.SUBMITTED)
    open_comment(scenario.pk, actor_of(scenario.reviewer), CELL, "请核对人数。")
    perform("return", scenario.pk, actor_of(scenario.reviewer), "请改。")
    url = address(scenario.evaluation, BASIC_DATA) if on_the_step else f"/evaluations/{scenario.pk}/document/"
    taken = Comment.objects.filter(answer__startswith=BEGINNING).exists
    return Form(scenario.preparer, a_person(Role.PREPARER), url, 'textarea[name="text"]', "已说明", taken)


def transition() -> Form:
    scenario = Scenario().at(State.SUBMITTED)
    url = f"/evaluations/{scenario.pk}/transitions/return/"

    def is_taken() -> bool:
        return scenario.evaluation.state == State.RETURNED

    return Form(scenario.reviewer, scenario.manager, url, 'textarea[name="comment"]', "退回", is_taken)


def extension() -> Form:
    scenario = Scenario()
    url = f"/years/{scenario.year.pk}/units/{scenario.unit.pk}/extension/"
    return Form(
        scenario.manager, a_person(Role.MANAGER), url, REASON, "延期", DeadlineExtension.objects.exists, besides=UNTIL
    )


def assignment() -> Form:
    scenario = Scenario()
    Assignment.objects.all().delete()
    box = f'select[name="reviewer.{scenario.unit.pk}"]'
    return Form(
        scenario.manager,
        a_person(Role.MANAGER),
        "/administration/assignments/",
        box,
        "保存本页分工",
        Assignment.objects.exists,
        str(scenario.reviewer.pk),
    )


def correction() -> Form:
    scenario = Scenario()
    SelfEvaluation.objects.all().delete()
    last_year = fill_in(an_evaluation(fiscal_year=a_year(2022)), document())
    freeze(last_year, None, "confirm")
    SelfEvaluation.objects.filter(pk=last_year.pk).update(**in_state(State.APPROVED))
    evaluation, _ = begin(scenario.unit, scenario.year, actor_of(scenario.preparer))
    url = f"/evaluations/{evaluation.pk}/prior-year/?cell={PRIOR}"
    taken = Explanation.objects.filter(text__startswith=BEGINNING).exists
    return Form(scenario.preparer, a_person(Role.PREPARER), url, REASON, "更正", taken, besides={"value": "98.5"})


def new_person() -> Form:
    scenario = Scenario()
    url, box = f"/administration/people/add/?role=preparer&unit={scenario.unit.code}", 'input[name="name"]'
    taken = User.objects.filter(name="周敏").exists
    return Form(scenario.manager, a_person(Role.MANAGER), url, box, "添加", taken, "周敏", {"phone": "0731-28000001"})


def changed_person() -> Form:
    scenario = Scenario()
    url, box = f"/administration/people/{scenario.preparer.pk}/details/", 'input[name="name"]'
    taken = User.objects.filter(name="周敏").exists
    return Form(scenario.manager, a_person(Role.MANAGER), url, box, "保存", taken, "周敏")


def new_year() -> Form:
    manager = a_person(Role.MANAGER)
    taken = FiscalYear.objects.filter(notice__startswith=BEGINNING).exists
    times = {"year": "2031", "opens_at": "2032-01-10T09:00", "deadline": "2032-04-30T18:00"}
    box = 'textarea[name="notice"]'
    return Form(manager, a_person(Role.MANAGER), "/administration/years/new/", box, "设定年度", taken, besides=times)


def form_changes() -> Form:
    manager = a_person(Role.MANAGER)
    draft = add_draft(a_region(), copied(FormEdition.objects.get(code="lusong-2023"), a_region()), actor_of(manager))
    box = 'input[name="B5"]'
    taken = FormDraft.objects.filter(content__contains=BEGINNING).exists
    return Form(
        manager,
        a_person(Role.MANAGER),
        f"/forms/drafts/{draft.pk}/change/form/",
        box,
        "保存",
        taken,
        "追加已获批复的表样",
    )


FORMS: Mapping[str, Callable[[], Form]] = {
    "explanation": explanation,
    "new comment": new_comment,
    "answer on the step": lambda: answer(on_the_step=True),
    "answer on the document": lambda: answer(on_the_step=False),
    "reason of a return": transition,
    "extension": extension,
    "assignment": assignment,
    "correction of last year's amount": correction,
    "new person": new_person,
    "changed person": changed_person,
    "new year": new_year,
    "form changes": form_changes,
}
# Every template with a form that posts: which of the forms above shows that it is kept, or why there is nothing to keep.
TEMPLATES = {
    "filling/step.html": "explanation",
    "components/comment.html": "new comment",
    "components/confirmation.html": "reason of a return",
    "desk/extension.html": "extension",
    "administration/assignments.html": "assignment",
    "filling/prior_year.html": "correction of last year's amount",
    "filling/upload.html": "files: below",
    "filling/upload_preview.html": "ticks: below",
    "auditing/log.html": "only buttons",
    "desk/desk.html": "a name and a tick",
    "base.html": "only a button",
    "filling/year_action.html": "only a button",
    "filling/library.html": "only buttons",
    "filling/from_projects.html": "only ticks",
    "filling/new_edition.html": "only a button",
    "own_forms/forms.html": "only a file",
    "own_forms/guide.html": "only buttons",
    "own_forms/change.html": "form changes",
    "own_forms/draft.html": "only buttons",
    "own_forms/mistakes.html": "only buttons",
    "shared_pages/document.html": "only buttons",
    "components/downloads.html": "only buttons",
    "accounts/sent.html": "hidden fields, in tests/accounts/test_sending.py",
    "accounts/sign_in.html": "a password is never kept",
    "accounts/activate.html": "nor is a code",
    "accounts/forgotten.html": "a user name alone",
    "accounts/own_account.html": "a password is never kept",
    "administration/people.html": "only ticks and buttons",
    "administration/people_new.html": "new person",
    "administration/people_form.html": "changed person",
    "administration/people_person.html": "only buttons",
    "administration/year.html": "only buttons",
    "administration/issue.html": "only a button",
    "administration/year_form.html": "new year",
    # Kept by the same include and script as those above.
    "administration/for_units.html": "as the extension",
    "filling/project_form.html": "as the new person",
    "administration/regions_form.html": "as the new person",
    "administration/contacts.html": "as the new person",
    "administration/sections.html": "as the new person",
    "administration/sections_rename.html": "as the new person",
    "administration/units_form.html": "as the new person",
    "administration/units_new.html": "as the new person",
    "shared_pages/standard_comment_box.html": "as the new person",
    "lists/choose.html": "files: as filling/upload.html",
    "lists/preview.html": "answers: as filling/upload_preview.html",
    "auditing/chains.html": "only a button",
    "auditing/lines.html": "only buttons",
    "filling/home.html": "a choice and a button",
    "filling/cell_panel.html": "stored when its box is left, and kept in it till then: test_cell_panel",
    "demo/gallery.html": "samples",
}
kept_forms = pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)


@pytest.fixture
def evaluation() -> None:
    """The forms make their own."""


def test_every_form_that_posts_is_looked_at() -> None:
    root = Path(settings.BASE_DIR) / "templates"
    posting = {str(one.relative_to(root)) for one in root.rglob("*.html") if 'method="post"' in one.read_text()}
    assert posting == set(TEMPLATES)


def is_there(page: Page, form: Form) -> None:
    expect(form.field(page)).to_have_value(form.text)
    for name, text in form.besides.items():
        expect(page.locator(f'[name="{name}"]')).to_have_value(text)


def is_given_back(page: Page, form: Form) -> None:
    """The page, asked for anew, has what was typed and says so."""
    page.goto("/help/")
    page.goto(form.url)
    is_there(page, form)
    expect(page.locator(".kept-note")).to_contain_text("已恢复未保存的内容")


def is_done(page: Page, form: Form, *, way_back: bool = True) -> None:
    """Taken, and offered no more: by address, by the way back."""
    expect(page.locator(".not-sent")).to_have_count(0)
    page.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('form '))")
    assert form.is_taken()
    if way_back:
        page.go_back()
        expect(page.locator(".kept-note, .left-over")).to_have_count(0)
    page.goto("/help/")
    page.goto(form.url)
    expect(page.locator(".kept-note, .left-over")).to_have_count(0)


def sign_in_in_another_tab(page: Page, person: User) -> None:
    other = page.context.new_page()
    sign_in_at_the_door(other, person.username)
    expect(other.get_by_role("button", name="退出")).to_be_visible()
    other.close()


@kept_forms
def test_it_outlives_refusals_cut_lines_and_the_way_back(page: Page, make: Callable[[], Form]) -> None:
    form = make()
    sign_in(page, form.person)
    form.fill(page)
    refusals = [403, 409, 413, 502, CUT]

    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif refusals[0] == CUT:
            route.abort()
        else:
            route.fulfill(status=refusals[0], content_type="text/html", body="<title>refused</title>")

    page.route("**/*", refuse)
    while refusals:
        form.press(page)
        if refusals[0] == CUT:
            expect(page).to_have_url(re.compile("chrome-error:"))
        else:
            expect(page).to_have_title("refused")
            page.go_back()
            is_there(page, form)
        is_given_back(page, form)
        del refusals[0]
    assert not form.is_taken()


@kept_forms
def test_a_session_that_ended_is_renewed_in_place(page: Page, make: Callable[[], Form]) -> None:
    form = make()
    sign_in(page, form.person)
    form.fill(page)
    page.context.clear_cookies()
    form.press(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="稍后").click()
    expect(page.locator(".not-sent")).to_contain_text("没有提交：登录已过期")
    is_there(page, form)
    form.press(page)
    dialog.get_by_label("密码").fill(PASSWORD)
    with page.expect_navigation():
        dialog.get_by_role("button", name="登录").click()
    is_done(page, form)


@kept_forms
def test_a_sign_in_in_another_tab_costs_nothing_and_anothers_gets_nothing(page: Page, make: Callable[[], Form]) -> None:
    form = make()
    sign_in(page, form.person)
    form.fill(page)
    sign_in_in_another_tab(page, form.other)
    form.press(page)
    expect(page.locator(".not-sent")).to_contain_text(f"现在登录的是“{form.other.username}”")
    is_there(page, form)
    assert not form.is_taken()
    page.goto("/help/")
    page.goto(form.url)
    assert BEGINNING not in page.content()
    expect(page.locator(".kept-note, .left-over")).to_have_count(0)
    sign_in_in_another_tab(page, form.person)
    is_given_back(page, form)
    sign_in_in_another_tab(page, form.person)
    with page.expect_navigation():
        form.press(page)
    is_done(page, form)


def answer_session(page: Page, said: str) -> None:
    """With this, from now on; with "cut", not at all."""
    page.route("**/session/", lambda route: route.abort() if said == "cut" else route.fulfill(body=said))


def test_a_server_that_does_not_answer_is_told_in_place(page: Page) -> None:
    form = explanation()
    sign_in(page, form.person)
    form.fill(page)
    for answer in ("cut", "<html>gateway</html>", '{"user": 5}'):
        answer_session(page, answer)
        form.press(page)
        expect(page.locator(".not-sent")).to_contain_text("没有提交：网络中断，或服务器暂时没有回应")
        page.unroute("**/session/")
        is_there(page, form)
    with page.expect_navigation():
        form.press(page)
    is_done(page, form)


# One form stands for all


def test_what_is_not_wanted_is_put_away(page: Page) -> None:
    form = explanation()
    sign_in(page, form.person)
    form.fill(page)
    page.goto("/help/")
    page.goto(form.url)
    page.get_by_role("button", name="不要这些内容").click()
    expect(form.field(page)).to_have_value("")
    page.reload()
    expect(form.field(page)).to_have_value("")
    expect(page.locator(".kept-note")).to_have_count(0)


def test_a_text_whose_box_is_gone_is_shown_to_be_copied(page: Page) -> None:
    form = new_comment()
    sign_in(page, form.person)
    form.fill(page)
    perform("approve", SelfEvaluation.objects.get().pk, actor_of(form.person))
    page.goto("/help/")
    page.goto(form.url)
    left = page.get_by_role("region", name="没有提交的内容")
    expect(left).to_contain_text(BEGINNING)
    left.get_by_role("button", name="已复制").click()
    page.reload()
    expect(left).to_have_count(0)


def test_a_browser_without_storage_asks_before_leaving(page: Page) -> None:
    form = new_comment()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")
    sign_in(page, form.person)
    form.fill(page)
    form.field(page).press("End")
    form.field(page).press_sequentially("。")
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="帮助").click(no_wait_after=True)
    expect(form.field(page)).to_have_value(re.compile(BEGINNING))
    page.wait_for_function("() => true")
    assert asked == ["beforeunload"]


def test_what_another_wrote_meanwhile_is_told_and_not_overwritten(page: Page) -> None:
    form = explanation()
    sign_in(page, form.person)
    form.fill(page)
    name = form.field(page).get_attribute("name")
    page.goto("/help/")
    colleague = page.context.browser.new_context(base_url=page.url.split("/help/")[0]).new_page()  # type: ignore[union-attr]
    sign_in(colleague, form.other)
    colleague.goto(form.url)
    colleague.locator(f'[name="{name}"]').fill("同事写的说明")
    with colleague.expect_navigation():
        colleague.locator(".save-bar").get_by_role("button", name="保存").click()
    colleague.context.close()
    is_given_back(page, form)
    with page.expect_navigation():
        form.press(page)
    expect(page.locator("#error-summary")).to_contain_text("同事写的说明")
    is_there(page, form)
    assert {explained.text for explained in Explanation.objects.all()} == {"同事写的说明"}
    with page.expect_navigation():
        form.press(page)
    is_done(page, form, way_back=False)  # leads to the refused page, which the browser does not show again


def test_a_password_is_never_kept(page: Page) -> None:
    person = a_person(Role.PREPARER)
    sign_in(page, person)
    page.goto("/account/")
    for box in page.locator("input[type=password]").all():
        box.fill("geheim-12345678")
    assert "geheim" not in page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
