"""The possible changes to a module: one operator, number or condition changed, or one call or `raise` left out. Pure.

Texts, types, decorators and `assert`s stay as they are.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_UNTOUCHED = ("annotation", "returns", "type_params", "bases", "decorator_list")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the `number`-th in its module, in the function with that qualified name ("": outside functions), reached by one of `lines`."""

    module: str
    number: int
    function: str
    lines: range
    source: str
    change: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a change (a node's field, or an item of a field's list), and the new content."""

    holder: Any
    key: str | int
    new: Any
    change: str

    def swap(self) -> "_Place":
        """Make the change; return the one that undoes it."""
        if isinstance(self.holder, list):
            old, self.holder[self.key] = self.holder[self.key], self.new  # type: ignore[index]
        else:
            old = getattr(self.holder, str(self.key))
            setattr(self.holder, str(self.key), self.new)
        return _Place(self.holder, self.key, old, self.change)


def mutants(module: Path) -> list[Mutant]:
    """All possible changes to this file, from top to bottom."""
    source = module.read_text(encoding="utf-8")
    rows = source.splitlines()
    return [
        Mutant(str(module), number, function, lines, rows[at - 1].strip(), place.change)
        for number, (place, function, lines, at) in enumerate(_places(ast.parse(source)))
    ]


def compiled(mutant: Mutant) -> CodeType:
    """The code of the whole module with this change."""
    tree = ast.parse(Path(mutant.module).read_text(encoding="utf-8"))
    place = next(place for number, (place, *_) in enumerate(_places(tree)) if number == mutant.number)
    place.swap()
    return compile(ast.fix_missing_locations(tree), mutant.module, "exec")


def _places(tree: ast.Module) -> Iterator[tuple[_Place, str, range, int]]:
    """(place, function, lines, line): each place, its function, the lines of which one runs before the place does, and its own line."""
    for node, function, statement in _walk(tree, "", tree, inside=False):
        for place in _changes(node):
            at = _line(node, place)
            yield (
                place,
                function,
                range(getattr(statement, "lineno", at), max(at, getattr(node, "end_lineno", at)) + 1),
                at,
            )


def _line(node: ast.AST, place: _Place) -> int:
    """The changed line; a comprehension has no line of its own, but its condition has."""
    old = place.holder[place.key] if isinstance(place.holder, list) and isinstance(place.key, int) else node
    return int(getattr(old, "lineno", None) or node.lineno)  # type: ignore[attr-defined]


def _walk(node: ast.AST, name: str, statement: ast.AST, *, inside: bool) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """Every node, with the outermost function in which it runs and its innermost statement."""
    yield node, name if inside else "", statement
    for field, value in ast.iter_fields(node):
        if field in _UNTOUCHED or isinstance(node, ast.Assert):
            continue
        runs_inside = inside or (isinstance(node, _FUNCTIONS) and field == "body")
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                named = not inside and isinstance(child, (*_FUNCTIONS, ast.ClassDef)) and not runs_inside
                below = f"{name}.{child.name}".lstrip(".") if named else name  # type: ignore[attr-defined]
                yield from _walk(child, below, child if isinstance(child, ast.stmt) else statement, inside=runs_inside)


def _changes(node: ast.AST) -> Iterator[_Place]:  # noqa: C901 - one table, a line a kind of node
    match node:
        case ast.Compare():
            for index, op in enumerate(node.ops):
                yield from _swapped(node.ops, index, op)
        case ast.BoolOp() | ast.BinOp() | ast.AugAssign():
            yield from _swapped(node, "op", node.op)
        case ast.UnaryOp(op=ast.Not()):
            yield _Place(node, "operand", _negated(node.operand), "not x → x")
        case ast.Constant(value=bool()):
            yield _Place(node, "value", not node.value, f"{node.value!r} → {not node.value}")
        case ast.Constant(value=int(number)):
            yield _Place(node, "value", number + 1, f"{number} → {number + 1}")
        case ast.If() | ast.IfExp() | ast.While():
            yield from _turned(node, "test", node.test)
        case ast.comprehension():
            for index, test in enumerate(node.ifs):
                yield from _turned(node.ifs, index, test)
        case ast.Raise() | ast.Expr(value=ast.Call()):
            yield _Place(node, "__class__", ast.Pass, f"without {_head(node)}")


def _swapped(holder: Any, key: str | int, op: ast.AST) -> Iterator[_Place]:
    new = SWAPPED.get(type(op))
    if new:
        yield _Place(holder, key, new(), f"{type(op).__name__} → {new.__name__}")


def _turned(holder: Any, key: str | int, test: ast.expr) -> Iterator[_Place]:
    """The negation of a condition, unless a change of an operator already covers it."""
    if not isinstance(test, (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Constant)):
        yield _Place(holder, key, _negated(test), "x → not x")


def _negated(test: ast.expr) -> ast.expr:
    return ast.copy_location(ast.UnaryOp(ast.Not(), test), test)


def _head(statement: ast.stmt) -> str:
    return ast.unparse(statement).partition("(")[0]
