"""What holds for every template and style sheet."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
STYLES = sorted((Path(settings.BASE_DIR) / "static" / "css").glob("*.css"))
INLINE = re.compile(
    r"""<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|href\s*=\s*["']javascript:""", re.IGNORECASE
)
REFUSALS = ["403.html", "403_csrf.html", "404.html", "405.html", "413.html"]
FAILURES = ["400.html", "500.html", "503.html"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_script_or_a_style_in_it(template: Path) -> None:
    assert not INLINE.search(template.read_text())


@pytest.mark.parametrize("file", [*TEMPLATES, *STYLES], ids=lambda path: path.name)
def test_nothing_is_fetched_from_another_host(file: Path) -> None:
    assert not re.search(
        r"""(?:src|href)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""", file.read_text()
    )


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_only(style: Path) -> None:
    if style.name in ("tokens.css", "print.css"):
        return
    assert not re.search(r"#[0-9a-f]{6}\b", style.read_text(), re.IGNORECASE)


@pytest.mark.parametrize("page", REFUSALS + FAILURES)
def test_an_error_page_needs_no_context_and_says_what_to_do(page: str) -> None:
    html = render_to_string(page)
    assert "请" in html
    assert 'href="/"' in html


@pytest.mark.parametrize("page", REFUSALS)
def test_a_refusal_stands_in_the_frame_of_a_request(page: str, rf: RequestFactory) -> None:
    assert "跳到正文" in render_to_string(page, {"place": None, "messages": []}, rf.get("/"))


@pytest.mark.django_db
def test_an_unknown_address_is_answered_in_chinese(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "找不到这个页面" in response.content.decode()
