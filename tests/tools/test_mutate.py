"""What `./run mutate` changes in a program."""

import tomllib
from pathlib import Path

import pytest

from tools.mutate.__main__ import EXPLAINED, files_of
from tools.mutate.mutants import compiled, mutants
from tools.mutate.session import ROOT


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """A module with a condition, a refusal, a call and a type."""
    file = tmp_path / "sample.py"
    file.write_text(
        "LIMIT = 3\n"
        "def allowed(count: int | None, seen: list[int]) -> bool:\n"
        "    if count is None:\n"
        "        raise ValueError\n"
        "    seen.append(count)\n"
        "    return count < LIMIT and not seen[1:]\n"
    )
    return file


def test_operators_numbers_conditions_calls_and_refusals_are_changed_but_no_types(module: Path) -> None:
    assert sorted(mutant.change for mutant in mutants(module)) == [
        "1 → 2",
        "3 → 4",
        "And → Or",
        "Is → IsNot",
        "Lt → LtE",
        "not x → x",
        "without raise ValueError",
        "without seen.append",
    ]


def test_only_what_stands_outside_functions_has_none(module: Path) -> None:
    outside = [mutant.change for mutant in mutants(module) if not mutant.function]
    assert outside == ["3 → 4"]


def test_a_changed_module_differs_in_that_one_thing(module: Path) -> None:
    [wider] = [mutant for mutant in mutants(module) if mutant.change == "Lt → LtE"]
    names: dict[str, object] = {}
    exec(compiled(wider), names)  # noqa: S102 - the sample above
    allowed = names["allowed"]
    assert callable(allowed)
    assert allowed(3, [])
    with pytest.raises(ValueError, match=r"^$"):
        allowed(None, [])


def test_of_a_folder_the_migrations_are_left_as_they_are() -> None:
    chosen = files_of([ROOT / "evaluations" / "access"])
    assert ROOT / "evaluations" / "access" / "rights.py" in chosen
    assert not [file for file in chosen if "migrations" in file.parts]


def test_what_is_explained_still_stands_in_its_module() -> None:
    explained = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["explained"]
    standing = {
        (module, mutant.source, mutant.change)
        for module in {one["module"] for one in explained}
        for mutant in mutants(ROOT / module)
    }
    assert {(one["module"], one["source"], one["change"]) for one in explained} <= standing
