"""Seals what was read from uploaded files, which travels through the browser and back until the person confirms it.

It is in the page, signed, and stored nowhere else: the database holds nothing half-decided, there is no folder to clear, to share between
servers and to guard, and a restart loses nothing. What is confirmed and logged is what the person was shown. The files themselves are
not kept.
"""

from datetime import timedelta

from django.core import signing
from pydantic import TypeAdapter

LASTS = timedelta(hours=12)  # as long as a session
ALTERED = "页面的内容不完整或被改动，没有导入。请重新选择文件。"


class NotSealed(Exception):
    """What came back is not what the page held, or it is too old; the text says what to do, in simplified Chinese."""


def seal[T](sealed: T, kind: TypeAdapter[T], *, salt: str) -> str:
    """The text of a hidden field; `salt` names its purpose."""
    return signing.dumps(kind.dump_python(sealed, mode="json"), salt=salt, compress=True)


def unseal[T](text: str, kind: TypeAdapter[T], *, salt: str) -> T:
    """What `seal` turned into `text`.

    Raises:
        NotSealed: it was changed, is too old, or was made for something else.
    """
    try:
        return kind.validate_python(signing.loads(text, salt=salt, max_age=LASTS))
    except signing.SignatureExpired as old:
        raise NotSealed("核对的时间太长，这一页已过期，没有导入。请重新选择文件。") from old
    except signing.BadSignature as bad:
        raise NotSealed(ALTERED) from bad
