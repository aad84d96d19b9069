"""Bodies that no browser sends are refused in the sender's own terms, signed in or not: never by a failure of ours."""

import pytest
from django.test import Client

from accounts.roles import Role
from tests.factories import a_person, an_evaluation

pytestmark = pytest.mark.slow

MULTIPART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'
BODIES = {
    "a form with nothing in it": ("multipart/form-data; boundary=x", b"x"),
    "a form without a boundary": ("multipart/form-data", b""),
    "a form in utf-7": ("application/x-www-form-urlencoded; charset=utf-7", b"a=1"),
    "a form in an unknown encoding": ("application/x-www-form-urlencoded; charset=nonsense", b"a=1"),
    "a form in parts in utf-7": ("multipart/form-data; boundary=x; charset=utf-7", MULTIPART),
    "an encoding of one odd letter": ("text/plain; charset=\xff", b"a"),
    "json in utf-7": ("application/json; charset=utf-7", b"{}"),
    "json that is none": ("application/json", b"\xff"),
}
ADDRESSES = (
    *("sign-in/", "password/", "sign-out/", "help/", "", "administration/assignments/"),
    *(
        f"evaluations/{{}}/{page}/"
        for page in ("basic-data/cells", "basic-data", "check", "upload", "transitions/submit", "submit", "files/pdf")
    ),
)


@pytest.mark.django_db
@pytest.mark.parametrize("has_token", [True, False])
@pytest.mark.parametrize("role", [None, Role.PREPARER, Role.MANAGER])
@pytest.mark.parametrize(("kind", "body"), BODIES.values(), ids=list(BODIES))
def test_a_body_that_can_not_be_read_is_refused(kind: str, body: bytes, role: Role | None, *, has_token: bool) -> None:
    evaluation = an_evaluation()
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
    token = "a" * 32 if has_token else ""
    browser.cookies["csrftoken"] = "a" * 32
    person = role and a_person(role)
    for address in ADDRESSES:
        if person:
            browser.force_login(person)
        answer = browser.generic(
            "POST", "/" + address.format(evaluation.pk), body, content_type=kind, headers={"X-CSRFToken": token}
        )
        assert answer.status_code < 500, address
