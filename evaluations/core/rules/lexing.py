"""Cuts an expression into words, numbers, texts and signs; other ways to write a sign become the one of the canonical text."""

import re
from typing import Literal, NamedTuple

from evaluations.core.basics.values import NARROW, clip
from evaluations.core.rules.mistake import Mistake
from evaluations.core.rules.syntax import COMPARING, WORDS

LONGEST = 500
_QUOTES = '“”"'
_WIDE_SIGNS = {wide: narrow for wide, narrow in NARROW.items() if not chr(int(narrow)).isspace()}
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>[0-9]{1,15}(?:\.[0-9]{1,6})?(?![0-9]))
    |(?P<name>[^\W\d]\w*(?:\.\w+)*)
    |(?P<text>[“”"][^“”"\n]*[“”"])
    |(?P<sign><=|>=|<>|!=|==|[-+*/×÷=≠<≤>≥≦≧%(),−])""",
    re.VERBOSE,
)
_SIGNS = {"<=": "≤", "≦": "≤", ">=": "≥", "≧": "≥", "<>": "≠", "!=": "≠", "==": "=", "*": "×", "/": "÷", "−": "-"}

Kind = Literal["number", "name", "text", "sign", "end"]


class Token(NamedTuple):
    """One word, number, text (without its quotation marks) or sign, and its column (from 1)."""

    kind: Kind
    text: str
    at: int


def tokens(expression: str) -> list[Token]:
    """The tokens of an expression, with one of the kind `end` behind them; 或, 且 and 非 are signs.

    Raises:
        Mistake: the expression is too long, or there is something in it that none can hold.
    """
    if len(expression) > LONGEST:
        raise Mistake(LONGEST + 1, f"共 {len(expression)} 个字，一条规则不能超过 {LONGEST} 个字，请拆成几条。")
    plain = expression.translate(_WIDE_SIGNS)
    found: list[Token] = []
    at = 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:
            raise _unreadable(expression, plain, at)
        if match.lastgroup != "space":
            found.append(_token(match, expression))
        at = match.end()
    return [*found, Token("end", "", len(expression) + 1)]


def _token(match: re.Match[str], expression: str) -> Token:
    start, end = match.span()
    written = match[0]
    if match.lastgroup == "text":
        return Token("text", expression[start + 1 : end - 1], start + 1)
    if match.lastgroup == "number":
        return Token("number", written, start + 1)
    if match.lastgroup == "sign" or written in WORDS:
        return Token("sign", _SIGNS.get(written, written), start + 1)
    return Token("name", written, start + 1)


def _unreadable(expression: str, plain: str, at: int) -> Mistake:
    if plain[at] in _QUOTES:
        return Mistake(at + 1, "引号没有成对，文字应写在一对引号之间，例如 “无”。")
    if plain[at].isdecimal():
        return Mistake(at + 1, "数字不对：整数部分最多 15 位，小数最多 6 位，例如 0.5。")
    return Mistake(
        at + 1, f"不认识“{clip(expression[at])}”，这里应为名称、数字、“文字”或 {' '.join(COMPARING)} 等符号。"
    )
