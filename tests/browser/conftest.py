"""What most browser tests begin with."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from accounts.models import User
from accounts.roles import Role
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import quick
from tests.conftest import open_page
from tests.factories import a_person, an_evaluation


@pytest.fixture
def evaluation() -> SelfEvaluation:
    """A blank evaluation."""
    return an_evaluation()


@pytest.fixture
def preparer(evaluation: SelfEvaluation) -> User:
    """Its preparer."""
    return a_person(Role.PREPARER, name="周敏")


@pytest.fixture
def plain_page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    yield from open_page(browser, live_server, java_script_enabled=False)


@pytest.fixture
def colleague(browser: Browser, live_server: Any, evaluation: SelfEvaluation) -> Iterator[Page]:
    """A page in another browser, of another preparer of the unit, that saves quickly."""
    for page in open_page(browser, live_server, locale="zh-CN"):
        yield quick(page, a_person(Role.PREPARER, name="王芳"))
