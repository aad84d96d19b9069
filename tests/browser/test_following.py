"""What a save by itself changes on the page is what the page shows when it is opened anew: every computed cell, note, count and hint."""

import pytest
from playwright.sync_api import Page, expect

from accounts.roles import Role
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document, Indicator
from evaluations.dossier.freezing import freeze
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS, REPORT, Step, step_of
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.browser.acting import is_saved, open_step, quick, type_into
from tests.core.builders import document, edition
from tests.factories import a_person, a_year, an_evaluation, in_state
from tests.filling.forms import FUND, fill_in, stored, with_rows
from tests.filling.forms import INDICATORS as INDICATOR

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOWN = """() => {
    const told = [];
    for (const cell of document.querySelectorAll("form[data-cells] td, form[data-cells] .field, .meters *, .left *")) {
        const own = [...cell.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim());
        const said = [...cell.querySelectorAll(".cell-notes, .field-note, .cell-hint, button.in-wan, meter")];
        const inputs = [...cell.querySelectorAll("input, textarea, select")];
        told.push([
            cell.id,
            own.join(" "),
            cell.matches("td.computed"),
            said.map((one) => one.textContent + (one.value ?? "")),
            inputs.map((one) => [one.name, one.value, one.title, one.getAttribute("aria-describedby") ?? ""]),
        ]);
    }
    return told;
}"""


@pytest.fixture
def evaluation() -> SelfEvaluation:
    """A blank evaluation with the rows of the usual document, whose last year is approved."""
    last_year = fill_in(an_evaluation(fiscal_year=a_year(2022)), document())
    freeze(last_year, None, "confirm")
    SelfEvaluation.objects.filter(pk=last_year.pk).update(**in_state(State.APPROVED))
    return fill_in(an_evaluation(fiscal_year=a_year()), blank_rows())


@pytest.fixture
def tab(page: Page, evaluation: SelfEvaluation) -> Page:
    """A page of the preparer that saves quickly."""
    return quick(page, a_person(Role.PREPARER, name="周敏"))


def blank_rows() -> Document:
    """The usual document with its rows, and nothing in them but the indicators' categories."""
    usual = document()
    indicators = tuple(Indicator(category=row.category) for row in usual.self_assessment.indicators)
    blank = usual.model_copy(
        update={
            "basic_data": type(usual.basic_data)(),
            "self_assessment": type(usual.self_assessment)(indicators=indicators),
            "report": type(usual.report)(),
        }
    )
    return with_rows(blank, FUND, FUND, "basic_data.buildings")


def typed_cells(step: Step) -> dict[str, str]:
    """What the usual document has in the step, changed a little so that findings come up."""
    usual = document({"office.final": "99999", "indicators.1.score": "1", "indicators.2.actual": "1场"})
    return {
        path: cell.text
        for path, cell in cells(edition(), usual).items()
        if step_of(edition(), path) is step and cell.text and not path.endswith(".prior_final")
    }


def type_everything(page: Page, step: Step) -> None:
    for path, text in typed_cells(step).items():
        field = page.locator(f'[name="{path}"]')
        if field.count() and field.evaluate("one => one.tagName") != "SELECT":
            field.fill(text)
    page.locator("h1").click()
    expect(page.locator(".save-bar [role=status]")).not_to_contain_text("正在保存")
    is_saved(page)


@pytest.mark.parametrize("step", [BASIC_DATA, BUDGET, INDICATORS, REPORT], ids=lambda step: step.code)
def test_what_follows_a_save_is_what_the_page_shows_when_opened_anew(
    tab: Page, evaluation: SelfEvaluation, step: Step
) -> None:
    open_step(tab, evaluation, step)
    blank = tab.evaluate(SHOWN)
    type_everything(tab, step)
    followed = tab.evaluate(SHOWN)
    assert followed != blank
    tab.reload()
    assert tab.evaluate(SHOWN) == followed


def test_each_kind_of_computed_cell_follows_and_becomes_blank_again(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, BASIC_DATA)
    type_into(tab, "basic_data.staffing.authorized_posts", "20")
    type_into(tab, "basic_data.staffing.staff_in_post", "19")
    rate = tab.locator("td.ratio", has_text="95%")
    expect(rate).to_be_visible()
    type_into(tab, "basic_data.staffing.staff_in_post", "10")
    expect(tab.locator("td.ratio", has_text="50%")).to_be_visible()
    tab.locator('[name="basic_data.staffing.staff_in_post"]').fill("")
    expect(tab.locator("td.ratio", has_text="%")).to_have_count(0)

    open_step(tab, evaluation, BUDGET)
    type_into(tab, "self_assessment.adjusted_budget", "80")
    type_into(tab, "self_assessment.executed", "76.08")
    expect(tab.locator("td.ratio")).to_contain_text("95.1%")
    type_into(tab, "self_assessment.by_revenue.general_public_budget", "70")
    type_into(tab, "self_assessment.by_revenue.government_fund", "6.08")
    expect(tab.locator('[id="self_assessment.by_revenue"]')).to_contain_text("76.08")
    type_into(tab, "self_assessment.by_expenditure.basic", "50.5")
    expect(tab.locator('[id="self_assessment.by_expenditure"]')).to_contain_text("50.5")
    type_into(tab, "self_assessment.execution_score", "9.5")
    is_saved(tab)

    open_step(tab, evaluation, INDICATORS)
    total = tab.locator("tr", has=tab.locator("th", has_text="总分")).locator("td.amount")
    type_into(tab, f"{INDICATOR}.1.weight", "8")
    type_into(tab, f"{INDICATOR}.1.score", "7.5")
    expect(total).to_have_text(["18", "17"])
    type_into(tab, f"{INDICATOR}.2.score", "1")
    expect(total).to_have_text(["18", "18"])
    tab.locator(f'[name="{INDICATOR}.1.score"]').fill("")
    expect(total).to_have_text(["18", "10.5"])
    is_saved(tab)
    assert (stored(evaluation)[f"{INDICATOR}.1.score"], stored(evaluation)[f"{INDICATOR}.2.score"]) == ("", "1")
