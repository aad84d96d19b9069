"""Tests of A3-11, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


def test_a_bare_none_is_silent() -> None:
    assert not findings("A3-11", document())


@pytest.mark.parametrize(("field", "text"), [("target", "无"), ("actual", "1个"), ("weight", "0"), ("score", "5")])
def test_each_filled_cell_of_a_none_row_is_an_error(field: str, text: str) -> None:
    [finding] = findings("A3-11", document({f"indicators.5.{field}": text}))
    assert (finding.severity, finding.where, finding.found) == ("error", f"self_assessment.indicators.5.{field}", text)


def test_a_reason_is_allowed() -> None:
    assert not cells_of("A3-11", document({"indicators.5.deviation_reason": "没有此类产出"}))
