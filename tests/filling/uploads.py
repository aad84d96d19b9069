"""Files brought to the page that imports them: chosen, compared, confirmed."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from evaluations.records.models import SelfEvaluation
from tests.pages import Page

OFFICE = "basic_data.expenditure.office.final"
POSTS = "basic_data.staffing.authorized_posts"
Files = Mapping[str, bytes]


def url(evaluation: SelfEvaluation) -> str:
    """The page that imports files."""
    return f"/evaluations/{evaluation.pk}/upload/"


def upload(browser: Client, evaluation: SelfEvaluation, files: Files) -> HttpResponse:
    """Choose these files, by their names."""
    chosen = [SimpleUploadedFile(name, content) for name, content in files.items()]
    return cast("HttpResponse", browser.post(url(evaluation), {"files": chosen}))


def offered(page: Page) -> Mapping[str, bool]:
    """The cells that can be ticked, and whether they are."""
    return page.ticked("take")


def confirm(browser: Client, evaluation: SelfEvaluation, page: Page, take: Sequence[str]) -> HttpResponse:
    """Send the comparison with these cells ticked."""
    return cast("HttpResponse", browser.post(url(evaluation), {"sealed": page.fields["sealed"], "take": list(take)}))


def preview_of(browser: Client, evaluation: SelfEvaluation, files: Files) -> Page:
    """The comparison of these files with what is stored."""
    response = upload(browser, evaluation, files)
    page = Page(response)
    assert response.status_code == 200, page.text
    return page


def messages_of(browser: Client, response: HttpResponse) -> str:
    """The text of the page that an answer leads to."""
    return Page(browser.get(response["Location"])).text
