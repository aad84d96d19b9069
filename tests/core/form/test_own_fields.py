"""A form's own cells and columns: stated by the edition, filled in, drawn, judged and kept like the others."""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange, rows
from evaluations.core.content.cells import cells
from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.drawing import tables
from evaluations.core.paths import Names, value_at
from tests.core.builders import empty, fill
from tests.core.builders import SHIPPED as SHIPPED_UNIT

SHIPPED = SHIPPED_UNIT.with_name("project-2022.toml")
PART = "self_assessment."
NATURE, BEGUN, STAFF = f"{PART}indicators.1.nature", f"{PART}begun_on", f"{PART}staff"
OWN = f"""
[[fields]]
cell = "{PART}indicators.nature"
label = "指标性质"
kind = "choice"
choices = ["定量", "定性"]

[[fields]]
cell = "{BEGUN}"
label = "开始日期"
kind = "date"

[[fields]]
cell = "{STAFF}"
label = "参与人数"
kind = "count"
"""
LINE = f"""
[[layouts.attachment3.lines]]
part = "budget"
cells = [
    {{ role = "heading", columns = 3, text = "{{label:{BEGUN}}}" }},
    {{ role = "text", columns = 2, text = "{{{BEGUN}}}" }},
    {{ role = "heading", columns = 2, text = "{{label:{STAFF}}}" }},
    {{ role = "count", columns = 2, text = "{{{STAFF}}}" }},
]
"""
REASON = '    { role = "long", text = "{self_assessment.indicators.deviation_reason}" },'


@cache
def text() -> str:
    """The text of the shipped project form with a choice in each indicator's row, a date and a count."""
    shipped = SHIPPED.read_text(encoding="utf-8")
    lines = shipped.replace("[thresholds]", f"{OWN}\n[thresholds]", 1)
    lines = lines.replace('    { role = "heading", text = "{label:attachment3.deviation_reason}" },', _halved("heading", "{label:attachment3.deviation_reason}", f"{{label:{PART}indicators.nature}}"))
    lines = lines.replace(REASON, _halved("long", "{self_assessment.indicators.deviation_reason}", f"{{{PART}indicators.nature}}"))
    return lines.replace("widths = [9, 11, 11, 20, 12, 12, 9, 9, 20]", "widths = [9, 11, 11, 20, 12, 12, 9, 9, 20]") + LINE


def _halved(role: str, one: str, other: str) -> str:
    return f'    {{ role = "{role}", text = "{one}" }},\n    {{ role = "text", text = "{other}" }},'
