"""A unit's evaluation being filled in, its preparer signed in, and the real size of a form."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from evaluations.core.form.document import Document
from evaluations.dossier.freezing import freeze
from evaluations.dossier.store import documents
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.core.builders import document
from tests.factories import a_person, an_evaluation, in_state
from tests.filling.files import sheets
from tests.filling.forms import EDITION
from tests.filling.uploads import Files

SignIn = Callable[[User], Client]


@pytest.fixture
def evaluation(db: None) -> SelfEvaluation:
    """The usual unit's evaluation of 2023, blank, open for 30 days."""
    return an_evaluation()


@pytest.fixture
def preparer(db: None) -> User:
    """The usual unit's preparer."""
    return a_person(Role.PREPARER, name="周敏")


@pytest.fixture
def unit_head(db: None) -> User:
    """The usual unit's head."""
    return a_person(Role.UNIT_HEAD, name="陈立")


@pytest.fixture
def signed_in() -> SignIn:
    """A browser in which this person is signed in."""

    def sign_in(person: User) -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    return sign_in


@pytest.fixture
def browser(signed_in: SignIn, preparer: User) -> Client:
    """The preparer's browser."""
    return signed_in(preparer)


@pytest.fixture
def submitted(db: None) -> Callable[[SelfEvaluation, State], SelfEvaluation]:
    """Brings an evaluation to a state, its document frozen on the way."""

    def bring(evaluation: SelfEvaluation, state: State) -> SelfEvaluation:
        freeze(documents().get(pk=evaluation.pk), None, "submit")
        SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(state))
        return documents().get(pk=evaluation.pk)

    return bring


@pytest.fixture(scope="module")
def filled() -> Document:
    """A document filled in, of the usual unit's form."""
    return document()


@pytest.fixture(scope="module")
def both(filled: Document) -> Files:
    """The two sheets of `filled`, as files."""
    one, other = sheets(EDITION, filled)
    return {"附件2.xlsx": one, "附件3.xlsx": other}
