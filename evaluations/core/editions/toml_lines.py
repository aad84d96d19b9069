"""Finds the line of a key or table in a TOML text, which `tomllib` does not report."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

type Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)',
    re.DOTALL,
)


class _Statement(NamedTuple):
    """A header, or a key with its value; the line where it begins, and the lines where the items of its list begin."""

    text: str
    line: int
    items: Sequence[int]


def line_of(text: str, path: Path) -> int:
    """The number (from 1) of the line that states `path` in this valid TOML, or else the nearest enclosing key or table; 1 if there is none."""
    lines = _lines(text)
    return next((lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in lines), 1)


@lru_cache(maxsize=2)  # a file's faults are looked up one by one
def _lines(text: str) -> Mapping[Path, int]:
    """The line of each key, table and list item."""
    lines = dict[Path, int]()
    table: Path = ()
    counts: dict[Path, int] = {}
    for statement in _statements(text):
        keys = _keys(tomllib.loads(statement.text))
        if statement.text.startswith("["):
            table = _entered(keys, counts, is_array=statement.text.startswith("[["))
            lines.setdefault(table, statement.line)
            continue
        for size in range(1, len(keys) + 1):
            lines.setdefault(table + keys[:size], statement.line)
        lines.update({(*table, *keys, place): line for place, line in enumerate(statement.items)})
    return lines


def _statements(text: str) -> Iterator[_Statement]:
    begins = depth = 0
    line = 1
    items: list[int] = []
    for token in _TOKEN.finditer(text + "\n"):
        if token["end"] and depth == 0:
            statement = text[begins : token.end()].strip()
            if statement and not statement.startswith("#"):
                yield _Statement(statement, line, items)
            line += text.count("\n", begins, token.end())
            begins, items = token.end(), []
        elif depth == 1 and (token["open"] or token[0][0] in "\"'"):
            items.append(line + text.count("\n", begins, token.start()))
        depth += bool(token["open"]) - bool(token["close"])


def _keys(parsed: dict[str, Any]) -> tuple[str, ...]:
    """The keys that lead to the value."""
    keys: list[str] = []
    value: Any = parsed
    while isinstance(value, dict) and len(value) == 1:
        [(key, value)] = value.items()
        keys.append(key)
    return tuple(keys)


def _entered(keys: tuple[str, ...], counts: dict[Path, int], *, is_array: bool) -> Path:
    """The path of the table that a header opens, with the index in each array; `counts` holds the length of each array."""
    path: Path = ()
    for place, key in enumerate(keys, 1):
        path += (key,)
        if place == len(keys) and is_array:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path += (counts[path] - 1,)
    return path
