"""The unified social credit code (统一社会信用代码) of GB 32100-2015: 18 characters, of which the last proves the others."""

from evaluations.core.basics.values import Unreadable

CREDIT_CODE_LENGTH = 18
_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BASE = len(_CHARACTERS)


def clean_credit_code(text: str) -> str:
    """The code as typed, in capitals and without spaces; "" for none.

    Raises:
        Unreadable: another length, a character that no code has, or a check character that does not fit.
    """
    code = "".join(text.split()).upper()
    if not code:
        return ""
    if len(code) != CREDIT_CODE_LENGTH:
        raise Unreadable(f"填了 {len(code)} 位，统一社会信用代码应为 18 位，请对照登记证书核对。")
    strange = next((character for character in code if character not in _CHARACTERS), "")
    if strange:
        raise Unreadable(
            f"第 {code.index(strange) + 1} 位是“{strange}”，这里只能是数字和大写字母，字母中没有 I、O、S、V、Z。"
        )
    if code[-1] != (expected := check_character(code[:-1])):
        raise Unreadable(
            f"最后一位校验码与前 17 位不符：是“{code[-1]}”，按前 17 位应为“{expected}”。多半是抄错了一位，请对照登记证书核对。"
        )
    return code


def check_character(first: str) -> str:
    """The last character of the code that begins with these 17."""
    weighed = sum(_CHARACTERS.index(character) * pow(3, place, _BASE) for place, character in enumerate(first))
    return _CHARACTERS[-weighed % _BASE]
