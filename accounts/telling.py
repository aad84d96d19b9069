"""Activation codes in words, for the console and for an email."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from accounts.activation import GivenCode
from evaluations.common.moments import moment_text

MAIL_SUBJECT = "绩效自评：激活码"


def console_text(given: Sequence[GivenCode]) -> str:
    """One line per code, with what to do with it."""
    width = max(len(one.person.username) for one in given)
    return "\n".join(
        [
            f"激活码（只显示这一次，只能用一次，{moment_text(given[0].until)} 之前有效）：",
            *(f"  {one.person.username:<{width}}  {one.code}  {one.person.name}" for one in given),
            f"请本人打开 {settings.SITE}{reverse('accounts:activate')} ，输入用户名和激活码，设置自己的密码。",
        ]
    )


def mail_text(given: GivenCode, page: str) -> str:
    """The email with a code; `page` is the URL where it is entered."""
    return f"""{given.person.name}，您好：

您在“绩效自评”里的激活码是：

    {given.code}

请打开 {page} ，输入用户名 {given.person.username} 和这个激活码，设置自己的密码。
激活码只能用一次，{moment_text(given.until)} 之前有效；收到过几封的，以最近一封为准。

如果不是您本人要求的，不用理会：原来的密码不受影响。
"""
