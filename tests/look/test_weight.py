"""What a preparer's first three pages load of style sheets stays small: lines in counties are slow."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from accounts.roles import Role
from evaluations.filling.steps import BASIC_DATA
from tests.factories import a_person, an_evaluation
from tests.filling.forms import address

LIMIT = 25_000
STYLE = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"')


@pytest.mark.django_db
def test_the_style_sheets_from_signing_in_to_attachment_2_are_small(client: Client) -> None:
    evaluation = an_evaluation()
    pages = [client.get("/sign-in/")]
    client.force_login(a_person(Role.PREPARER))
    pages += [client.get("/"), client.get(f"{address(evaluation)}{BASIC_DATA.code}/")]
    names = {name for page in pages for name in STYLE.findall(page.content.decode())}
    assert {"css/bootstrap.css", "css/home.css", "css/sheet_keys.css"} <= names
    assert sum(map(weight, names)) <= LIMIT


def weight(name: str) -> int:
    """The bytes of a static file on the line."""
    return len(gzip.compress(Path(str(finders.find(name))).read_bytes()))
