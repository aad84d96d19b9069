"""Seals what was read from a list between the page that shows what it would do and the import; the seal covers list, region, person and announcement."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from evaluations.common import seal as sealing
from evaluations.common.seal import NotSealed
from evaluations.lists.importing import Announced

_SALT = "evaluations.lists"


@dataclass(frozen=True, slots=True)
class SealedList:
    """What was announced, for which list and to whom."""

    code: str
    region_id: int
    user_id: int
    announced: Announced


_FORMAT = TypeAdapter(SealedList)


def seal(sealed: SealedList) -> str:
    """`sealed` as the text of a hidden field."""
    return sealing.seal(sealed, _FORMAT, salt=_SALT)


def unseal(text: str, code: str, region_id: int, user_id: int) -> Announced:
    """What was announced, from a text by `seal`, for this list, region and person.

    Raises:
        NotSealed: it was changed, is too old, or was made for another list, region or person.
    """
    sealed = sealing.unseal(text, _FORMAT, salt=_SALT)
    if (sealed.code, sealed.region_id, sealed.user_id) != (code, region_id, user_id):
        raise NotSealed("这一页是为另一份清单或另一个人打开的，没有导入。请重新选择文件。")
    return sealed.announced
