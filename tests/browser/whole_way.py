"""What the tests of whole evaluations share: each cell typed, submitted, decided, taken as a sheet."""

import re
from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from evaluations.dossier.store import edition_of
from evaluations.filling.steps import BUDGET, CHECK, DETAILS, INDICATORS, step_of
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import follow, press, press_named
from tests.filling.forms import address

TYPED = "#filling :is(input, textarea)[name]"


def type_in(page: Page, evaluation: SelfEvaluation, texts: Mapping[str, str]) -> None:
    """Type every text into its cell, step by step, and save."""
    for step in (DETAILS, BUDGET, INDICATORS):
        page.goto(address(evaluation, step))
        fields = set(page.eval_on_selector_all(TYPED, "fields => fields.map((field) => field.name)"))
        for path, text in texts.items():
            if step_of(edition_of(evaluation), path) is step and path in fields:
                page.locator(f'[name="{path}"]').fill(text)
        press(page, "save")
        expect(page.get_by_text(re.compile("已保存 ")).first).to_be_visible()


def submit(page: Page, evaluation: SelfEvaluation) -> None:
    """Send it to the unit's head."""
    page.goto(address(evaluation, CHECK))
    press_named(page, "提交单位审核")
    press_named(page, "提交单位审核")
    expect(page.get_by_text("待单位审核").first).to_be_visible()


def decide(page: Page, evaluation: SelfEvaluation, verb: str) -> None:
    """Do what the button of this verb does, and confirm it."""
    page.goto(f"/evaluations/{evaluation.pk}/document/")
    follow(page, verb)
    press_named(page, verb)
    expect(page.locator("form.confirmation")).to_have_count(0)


def sheet(page: Page, title: str, folder: Path) -> set[str]:
    """What stands in the sheet of the evaluation with this title on the first page."""
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=title, exact=True))
    with page.expect_download() as downloading:
        row.get_by_role("button", name=re.compile("附件")).click()
    file = folder / downloading.value.suggested_filename
    downloading.value.save_as(file)
    return {str(cell.value) for row in load_workbook(file).worksheets[0] for cell in row if cell.value is not None}
