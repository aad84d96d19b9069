"""`./run fuzz` looks for other examples than the tests take; those are always the same."""

from typing import Literal

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from tools import fuzz


def test_the_tests_take_the_same_examples_every_time() -> None:
    chosen = settings()
    assert (chosen.derandomize, chosen.database, chosen.deadline) == (True, None, None)


def test_the_tests_take_no_constants_of_modules_that_happen_to_be_loaded() -> None:
    assert not providers._get_local_constants().set_for_type("integer")


def test_exploring_takes_other_and_more_examples() -> None:
    explored = fuzz.explored(settings(max_examples=30))
    assert (explored.derandomize, explored.database) == (False, None)
    assert explored.max_examples > 100


@pytest.mark.parametrize("arguments", [["0"], ["-1"], ["nan"], ["inf"], ["x"], ["1", "2"], ["99999"]])
def test_an_odd_time_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="usage"):
        fuzz.asked_minutes(arguments)


def test_a_time_is_read() -> None:
    assert (fuzz.asked_minutes([]), fuzz.asked_minutes(["60"]), fuzz.asked_minutes(["0.5"])) == (5, 60, 0.5)


def test_every_file_with_properties_is_explored() -> None:
    assert {"tests/core/text/test_sentences.py", "tests/dossier/test_store.py"} <= set(fuzz.files())


def report(outcome: Literal["passed", "failed"], text: str) -> pytest.TestReport:
    return pytest.TestReport("tests/x.py::test_x", ("tests/x.py", 1, "test_x"), {}, outcome, text, "call")


def test_what_fails_is_shown_at_once_with_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    fuzz.pytest_runtest_logreport(report("failed", "number=100"))
    assert capsys.readouterr().out == f"\nnumber=100\n{fuzz.FOUND}tests/x.py::test_x\n"
    fuzz.pytest_runtest_logreport(report("passed", ""))
    assert capsys.readouterr().out == f"\n{fuzz.TRIED}tests/x.py::test_x\n"
