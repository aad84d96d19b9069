"""What most browser tests begin with."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from accounts.models import Role, User
from evaluations.records.models import SelfEvaluation
from tests.browser.hands import quick
from tests.cast import a_person, an_evaluation


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
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def colleague(browser: Browser, live_server: Any, evaluation: SelfEvaluation) -> Iterator[Page]:
    """A page in another browser, of another preparer of the unit, that saves quickly."""
    context = browser.new_context(base_url=live_server.url, locale="zh-CN")
    context.set_default_timeout(30_000)
    yield quick(context.new_page(), a_person(Role.PREPARER, name="王芳"))
    context.close()
