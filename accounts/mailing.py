"""Activation codes by mail, if a mail server is set up."""

import logging
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db import connection

from accounts.activation import GivenCode, new_codes
from accounts.models import User
from accounts.telling import MAIL_SUBJECT, mail_text

_log = logging.getLogger(__name__)
# One after another: nobody waits for it, and any number of requests uses only one thread.
_background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def is_mail_set_up() -> bool:
    """Whether the program sends mail."""
    return bool(settings.MAILERS)


def mail_codes(given: Iterable[GivenCode], page: str) -> list[GivenCode]:
    """Mail each code, with the URL of the `page` where it is entered, to people with an email address; return the codes that could not be mailed."""
    codes = list(given)
    rest = [one for one in codes if not one.person.email]
    with_address = [one for one in codes if one.person.email]
    try:
        with mailers.default as server:
            while with_address:
                server.send_messages([_message(with_address[0], page)])
                del with_address[0]
    except OSError:
        _log.exception("Activation codes could not be mailed")
    return [*rest, *with_address]


def mail_code_to(username: str, page: str) -> None:
    """Mail a code to the person with this user name, who has forgotten their password, if there is one with a password and an email address.

    This runs in the background, so that the answer takes no longer for a name that exists.
    """
    _background.submit(_mail_code_to, username, page).add_done_callback(_tell_if_failed)


def wait() -> None:
    """Wait until everything requested so far has been mailed."""
    _background.submit(int).result()


def _mail_code_to(username: str, page: str) -> None:
    try:
        person = User.objects.filter(username=username, is_active=True).exclude(email="").first()
        # A person who has never set a password has a code on paper, which a stranger must not be able to replace.
        if person is not None and person.has_usable_password():
            mail_codes(new_codes([person], None), page)
    finally:
        connection.close()


def _tell_if_failed(done: Future[None]) -> None:
    if fault := done.exception():
        _log.error("What was to be mailed could not be prepared", exc_info=fault)


def _message(given: GivenCode, page: str) -> EmailMessage:
    return EmailMessage(MAIL_SUBJECT, mail_text(given, page), to=[given.person.email])
