"""The line of a key or table of a TOML text."""

import json
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from evaluations.core.editions.toml_lines import line_of

TEXT = '''# comment [not] = a table
a = 1

[b] # comment
"x y".z = """
[no]
no = 1
"""
list = [
    "one",
    { n = "x", m = [1, 2] }, # {
    "three",
]
last = 'it'
[[c]]
d = { e = 1 }
[[c]]
[c.f]
g = 1
[[c.h]]
[[c.h]]
i = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("b",), 4),
        (("b", "x y", "z"), 5),
        (("b", "list"), 9),
        (("b", "list", 1, "m"), 11),
        (("b", "list", 2), 12),
        (("b", "last"), 14),
        (("b", "unknown"), 4),
        (("c", 0, "d", "e"), 16),
        (("c", 0, "d", "x"), 16),
        (("c", 1), 17),
        (("c", 1, "f", "g"), 19),
        (("c", 1, "h", 1, "i"), 22),
        (("c", 1, "h", 0, "i"), 20),
        (("unknown",), 1),
        ((), 1),
    ],
)
def test_a_path_stands_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, path) == line
    assert line_of(TEXT.replace("\n", "\r\n"), path) == line


@pytest.mark.slow
def test_every_key_of_the_shipped_edition_is_found_where_its_value_stands() -> None:
    text = (files("evaluations") / "editions" / "lusong-2023.toml").read_text(encoding="utf-8")
    lines = text.split("\n")
    leaves = list(walk(tomllib.loads(text), ()))
    assert len(leaves) > 300
    for path, value in leaves:
        assert json.dumps(value, ensure_ascii=False) in lines[line_of(text, path) - 1], path


def walk(value: Any, path: tuple[str | int, ...]) -> Any:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from walk(child, (*path, key))
    if isinstance(value, str):
        yield path, value
