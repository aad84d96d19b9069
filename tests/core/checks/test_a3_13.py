"""Tests of A3-13, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document


@pytest.mark.parametrize("field", ["target", "actual"])
@pytest.mark.parametrize("value", ["全年", " 全 年。"])
def test_a_name_that_is_its_value_is_asked_about(field: str, value: str) -> None:
    judged = document({"indicators.8.name": "全年", f"indicators.8.{field}": value})
    assert cells_of("A3-13", judged) == [("warning", "self_assessment.indicators.8.name")]


@pytest.mark.parametrize("name", ["", "全年开放"])
def test_other_names_are_silent(name: str) -> None:
    judged = document({"indicators.8.name": name, "indicators.8.target": "", "indicators.8.actual": "全年"})
    assert not cells_of("A3-13", judged)


def test_none_is_no_name() -> None:
    assert not cells_of("A3-13", document({"indicators.5.target": "无"}))
