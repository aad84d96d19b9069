"""The two managers whom a form needs."""

import pytest
from django.test import Client

from accounts.models import User
from tests.own_forms.forms import a_manager


@pytest.fixture
def manager(client: Client) -> User:
    """A manager, signed in with `client`."""
    person = a_manager()
    client.force_login(person)
    return person


@pytest.fixture
def second() -> Client:
    """The browser of another manager."""
    browser = Client()
    browser.force_login(a_manager())
    return browser
