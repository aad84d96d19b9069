"""Reads an expression into its tree; whatever is written, it gives a tree or a `Mistake`.

    rule := expr (= | ≠ | < | ≤ | > | ≥) expr | flag       flag := flag 或 flag | flag 且 flag | 非 flag | rule | (flag)
    expr := term ((+ | -) term)*                           term := factor ((× | ÷) factor)*
    factor := - factor | number [%] | “text” | ref | function(expr, …) | (expr)

What is a flag and what a number is told by the types, not here.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from evaluations.core.basics.values import clip
from evaluations.core.rules.lexing import Token, tokens
from evaluations.core.rules.mistake import Mistake
from evaluations.core.rules.syntax import (
    COMPARING,
    LEVELS,
    Call,
    Chain,
    Comparing,
    Comparison,
    Node,
    Number,
    Prefixed,
    Ref,
    Text,
    walk,
)

DEEPEST = 20
MOST_PARTS = 200
_NOT_BLANK = "非空"
_COMPARED_BY: dict[str, Comparing] = {sign: sign for sign in COMPARING}


@lru_cache(maxsize=2048)
def parse(expression: str) -> Node:
    """The tree of an expression.

    Raises:
        Mistake: it is not one, or it is too long, too deep, or of too many parts.
    """
    reader = _Reader(tokens(expression))
    tree = reader.chain(0)
    reader.expect("end", "", "这里多了内容，请删除，或补上运算符号")
    if sum(1 for _ in walk(tree)) > MOST_PARTS:
        raise Mistake(1, f"内容太多，一条规则最多 {MOST_PARTS} 个名称、数字和运算，请拆成几条。")
    return tree


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, found: Sequence[Token]) -> None:
        self.found, self.place, self.depth = found, 0, 0

    @property
    def next(self) -> Token:
        return self.found[self.place]

    def take(self) -> Token:
        self.place += 1
        return self.found[self.place - 1]

    def meets(self, *signs: str) -> bool:
        return self.next.kind == "sign" and self.next.text in signs

    def expect(self, kind: str, text: str, otherwise: str) -> None:
        if (self.next.kind, self.next.text) != (kind, text):
            raise Mistake(self.next.at, f"{otherwise}（{_named(self.next)}）。")
        self.place += 1

    def chain(self, level: int) -> Node:
        """A part of `level` or above."""
        if LEVELS[level] == COMPARING:
            return self.comparison(level)
        if LEVELS[level][0] in ("非", "负"):
            return self.prefixed(level)
        first = self.chain(level + 1)
        operators, of = [], [first]
        while self.meets(*LEVELS[level]):
            operators.append(self.take().text)
            of.append(self.chain(level + 1))
        return Chain(tuple(operators), tuple(of), first.at) if operators else first

    def comparison(self, level: int) -> Node:
        left = self.chain(level + 1)
        if not self.meets(*COMPARING):
            return left
        operator = self.take()
        right = self.chain(level + 1)
        if self.meets(*COMPARING):
            raise Mistake(self.next.at, "一次只能比较两边；要同时满足的，用“且”连接，例如 0 ≤ 得分 且 得分 ≤ 分值。")
        return Comparison(_COMPARED_BY[operator.text], left, right, left.at)

    def prefixed(self, level: int) -> Node:
        at = self.next.at
        if LEVELS[level] == ("负",):
            if not self.meets("-"):
                return self.atom()
            self.take()
            return Prefixed("负", self.deeper(level, at), at)
        if not self.meets("非"):
            return self.chain(level + 1)
        self.take()
        return Prefixed("非", self.deeper(level, at), at)

    def deeper(self, level: int, at: int) -> Node:
        """A part within another one."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Mistake(at, f"括号和函数套得太深，最多 {DEEPEST} 层，请拆成几条。")
        found = self.chain(level)
        self.depth -= 1
        return found

    def atom(self) -> Node:
        token = self.take()
        match token.kind:
            case "number":
                return Number(Decimal(token.text), percent=self.taken("%"), at=token.at)
            case "text":
                return Text(token.text, token.at)
            case "name":
                return self.called(token) if self.meets("(") else Ref(token.text, token.at)
        if token.text == "(":
            found = self.deeper(0, token.at)
            self.expect("sign", ")", "缺少右括号")
            return found
        self.place -= 1
        raise Mistake(token.at, f"这里应为名称、数字、“文字”或左括号（{_named(token)}）。")

    def taken(self, sign: str) -> bool:
        """Whether the next token is `sign`, which is then taken."""
        met = self.meets(sign)
        self.place += met
        return met

    def called(self, name: Token) -> Node:
        self.take()
        arguments = [self.deeper(0, name.at)]
        while self.taken(","):
            arguments.append(self.deeper(0, name.at))
        self.expect("sign", ")", f"函数 {clip(name.text)} 缺少右括号，参数之间用逗号分开")
        if name.text == _NOT_BLANK:
            return Prefixed("非", Call("空", tuple(arguments), name.at), name.at)
        return Call(name.text, tuple(arguments), name.at)


def _named(token: Token) -> str:
    return f"这里是“{clip(token.text)}”" if token.kind != "end" else "到末尾了"
