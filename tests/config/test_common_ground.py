"""What conftest.py holds every test to does catch what it is there for."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse
from playwright.sync_api import Page

from evaluations.units.models import Region


def write(request: HttpRequest) -> HttpResponse:
    Region.objects.create(code="430203", name="甲区", bureau_name="甲区财政局")
    return HttpResponse("ok")


write.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("write/", write)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_get_that_writes_fails_its_test(client: Client) -> None:
    with pytest.raises(AssertionError, match="wrote"):
        client.get("/write/")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_post_may_write(client: Client) -> None:
    client.post("/write/")
    assert Region.objects.count() == 1


@pytest.mark.browser
def test_a_page_opens_in_the_browser_with_its_styles(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(reverse("accounts:sign_in"))
    assert page.title()
    assert page.evaluate("getComputedStyle(document.body).boxSizing") == "border-box", "Bootstrap's style is there"
    assert complaints == []


@pytest.mark.browser
def test_a_narrow_page_does_not_scroll_sideways(page_360: Page) -> None:
    page_360.goto(reverse("accounts:sign_in"))
    assert page_360.evaluate("document.documentElement.scrollWidth") <= 360
