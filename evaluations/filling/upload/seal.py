"""Seals what was understood of uploaded files between the page that shows it and the import; the seal covers evaluation, person and revision.

Both sheets and a report take a few KB; `files.TEXTS_LIMIT` keeps the largest page (some 3.5 MB) below the limit for posted forms.
"""

from dataclasses import dataclass

from pydantic import TypeAdapter

from evaluations.common import seal as sealing
from evaluations.common.seal import NotSealed
from evaluations.filling.upload.files import Uploaded

_SALT = "evaluations.filling.upload"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was understood, for whom, and the revision of the evaluation with which it was compared."""

    evaluation_id: int
    user_id: int
    revision: int
    uploaded: Uploaded


_FORMAT = TypeAdapter(Sealed)


def seal(sealed: Sealed) -> str:
    """`sealed` as the text of a hidden field."""
    return sealing.seal(sealed, _FORMAT, salt=_SALT)


def unseal(text: str, evaluation_id: int, user_id: int) -> Sealed:
    """What `seal` turned into `text`, for this evaluation and person.

    Raises:
        NotSealed: it was changed, is too old, or was made for another evaluation or person.
    """
    sealed = sealing.unseal(text, _FORMAT, salt=_SALT)
    if (sealed.evaluation_id, sealed.user_id) != (evaluation_id, user_id):
        raise NotSealed("这一页是为另一份自评或另一个人打开的，没有导入。请重新选择文件。")
    return sealed
