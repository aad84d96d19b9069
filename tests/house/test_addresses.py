"""A room names the addresses of its own and of the rooms that it may import, and of `home`, which leads everybody on."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"""(?:reverse|reverse_lazy|redirect)\(\s*["'](\w+):(\w+)|\{%\s*url\s+["'](\w+):(\w+)""")
EVERYBODYS = {"home", "accounts"}


def floors() -> Mapping[str, int]:
    """The floor of each room: those of the contract of imports, the lowest first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    rooms = ([name.strip(" ()").removeprefix("evaluations.") for name in layer.split("|")] for layer in layers)
    return {room: floor for floor, names in enumerate(reversed(list(rooms))) for room in names}


FLOORS = floors()


def sources() -> Iterator[tuple[str, Path]]:
    """Every file that may name an address, with its room."""
    for top in ("accounts", "config", "evaluations", "templates"):
        for file in sorted((ROOT / top).rglob("*")):
            parts = file.relative_to(ROOT).parts
            room = parts[1] if top in ("evaluations", "templates") and len(parts) > 2 else top
            if file.suffix in (".py", ".html") and room in FLOORS:
                yield room, file


def named(file: Path) -> set[tuple[str, str]]:
    found = NAMED.findall(file.read_text())
    return {(one or other, name or last) for one, name, other, last in found}


@pytest.mark.slow
def test_no_room_names_an_address_of_a_room_beside_or_above_it() -> None:
    reaching = [
        f"{file.relative_to(ROOT)}: {room}:{name}"
        for here, file in sources()
        for room, name in named(file)
        if room not in EVERYBODYS and room != here and FLOORS[room] >= FLOORS[here]
    ]
    assert not reaching


def test_addresses_are_found_in_code_and_in_templates() -> None:
    rooms = {room for _, file in sources() for room, _ in named(file)}
    assert {"filling", "desk", "shared_pages", "auditing", "administration", "home", "accounts"} <= rooms


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, each.namespace or namespace)
        else:
            yield namespace, each


@pytest.mark.parametrize(
    ("room", "pattern"), list(patterns(get_resolver())), ids=lambda one: str(getattr(one, "name", one))
)
def test_an_address_stands_in_the_room_whose_name_it_bears(room: str, pattern: URLPattern) -> None:
    module = pattern.callback.__module__.removeprefix("evaluations.")
    assert module.partition(".")[0] in (room, "django")
