"""The mail server is named by the environment, and parsed strictly."""

import pytest

from config.environment import EnvironmentRefused
from config.mail import Mail, read_mail

SENDER = "jixiao@example.gov.cn"


def read(url: str, sender: str = SENDER) -> Mail | None:
    return read_mail({"MAIL_URL": url, "MAIL_FROM": sender})


@pytest.mark.parametrize("values", [{}, {"MAIL_URL": ""}, {"MAIL_FROM": SENDER}])
def test_without_a_server_no_mail_is_sent(values: dict[str, str]) -> None:
    assert read_mail(values) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.gov.cn", Mail(SENDER, "mail.example.gov.cn", 25, "", "", "smtp")),
        ("smtps://u%40x:p%2Fw@mail:994", Mail(SENDER, "mail", 994, "u@x", "p/w", "smtps")),
        ("smtp+starttls://u:p@[::1]/", Mail(SENDER, "::1", 587, "u", "p", "smtp+starttls")),
    ],
)
def test_a_server_is_read(url: str, expected: Mail) -> None:
    assert read(url) == expected


@pytest.mark.parametrize(
    ("url", "tls", "ssl"),
    [("smtp://m", False, False), ("smtp+starttls://m", True, False), ("smtps://m", False, True)],
)
def test_what_is_sent_is_covered_as_the_address_says(url: str, *, tls: bool, ssl: bool) -> None:
    mail = read(url)
    assert mail
    options = mail.mailer["OPTIONS"]
    assert (options["use_tls"], options["use_ssl"]) == (tls, ssl)


@pytest.mark.parametrize(
    "url", ["mail.example.gov.cn", "http://x", "smtp://", "smtp://x:port", "smtp://x/box", "smtp://u:hunter2@"]
)
def test_a_bad_address_is_refused_by_name_without_its_password(url: str) -> None:
    with pytest.raises(EnvironmentRefused, match=r"MAIL_URL.*smtp://") as refusal:
        read(url)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("sender", ["", "jixiao", "某 <a@b.cn>", "a@b.cn,c@d.cn", "a@b", "a@b.cn\nBcc: x@y.cn"])
def test_a_bad_sender_is_refused_by_name(sender: str) -> None:
    with pytest.raises(EnvironmentRefused, match="MAIL_FROM"):
        read("smtp://mail", sender)
