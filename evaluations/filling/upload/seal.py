"""What was understood of uploaded files, on its way through the browser and back, until the person confirms it.

It travels in the page, signed, and is kept nowhere: nothing half-decided stands in the database, nothing lies in a folder that has to be
cleared, shared by several servers and guarded, and a restart loses nothing. The signature covers evaluation, person, revision and
time, so that what is confirmed, and what the audit log says of it, is what the person was shown. The files themselves are
not kept. Both sheets and a report make a few KB; `uploaded.TEXTS_LIMIT` keeps the largest (some 3.5 MB) below what a form may post.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from pydantic import TypeAdapter

from evaluations.filling.upload.files import Uploaded

_SALT = "evaluations.filling.upload"
LASTS = timedelta(hours=12)  # as long as signing in


class NotSealed(Exception):
    """What came back is not what the page held, or is too old; the text says what to do, in simplified Chinese."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was understood, for whom, and the revision of the evaluation that it was compared with."""

    evaluation_id: int
    user_id: int
    revision: int
    uploaded: Uploaded


_FORMAT = TypeAdapter(Sealed)


def seal(sealed: Sealed) -> str:
    """As a text for a hidden field."""
    return signing.dumps(_FORMAT.dump_python(sealed, mode="json"), salt=_SALT, compress=True)


def unseal(text: str, evaluation_id: int, user_id: int) -> Sealed:
    """What `seal` made a text of, for this evaluation and person.

    Raises:
        NotSealed: changed, too old, or made for another.
    """
    try:
        sealed = _FORMAT.validate_python(signing.loads(text, salt=_SALT, max_age=LASTS))
    except signing.SignatureExpired as old:
        raise NotSealed("核对的时间太长，这一页已过期，没有导入。请重新选择文件。") from old
    except signing.BadSignature as bad:
        raise NotSealed("页面的内容不完整或被改动，没有导入。请重新选择文件。") from bad
    if (sealed.evaluation_id, sealed.user_id) != (evaluation_id, user_id):
        raise NotSealed("这一页是为另一份自评或另一个人打开的，没有导入。请重新选择文件。")
    return sealed
