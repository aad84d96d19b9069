"""A form with every kind of own cell, and a document of it."""

import tomllib
from functools import cache

from evaluations.core.content import rows
from evaluations.core.editions.rules import problems
from evaluations.core.form import formats
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import SHIPPED, empty, fill

_HEAD = {"project_name": "name", "department": "department", "implementing_unit": "implementer"}
_LABELS = {"project_name": "项目名称", "department": "主管部门", "implementing_unit": "实施单位"}


def _typed_head() -> str:
    """The shipped project form, with the project's names as cells of its own."""
    text = SHIPPED.with_name("project-2022.toml").read_text(encoding="utf-8")
    for cell, said in _HEAD.items():
        text = text.replace(f"{{project.{said}}}", f"{{self_assessment.{cell}}}")
    required = "".join(f'    "self_assessment.{cell}",\n' for cell in _HEAD)
    fields = "".join(
        f'[[fields]]\ncell = "self_assessment.{cell}"\nlabel = "{label}"\nkind = "line"\n\n'
        for cell, label in _LABELS.items()
    )
    text = text.replace('    "preparer.phone",\n', f'    "preparer.phone",\n{required}', 1)
    return text.replace("[[fields]]", f"{fields}[[fields]]", 1)


PROJECT = _typed_head()
PART = "self_assessment."
LIST, NATURE, BEGUN, STAFF = f"{PART}indicators", f"{PART}indicators.1.nature", f"{PART}begun_on", f"{PART}staff"
RATE, EACH = f"{PART}fiscal_rate", f"{PART}each"
NAME, FUNDS = f"{PART}project_name", f"{PART}fiscal_executed"


@cache
def form() -> Edition:
    """The shipped project form with a tenth column (a choice in each indicator's row), a date and a count."""
    data = tomllib.loads(PROJECT)
    data["fields"] += [
        {"cell": f"{LIST}.nature", "label": "指标性质", "kind": "choice", "choices": ["定量", "定性"]},
        {"cell": BEGUN, "label": "开始日期", "kind": "date"},
        {"cell": STAFF, "label": "参与人数", "kind": "count"},
        {"cell": RATE, "label": "财政拨款执行率", "kind": "ratio", "formula": f"{FUNDS} ÷ {PART}fiscal_adjusted"},
        {"cell": EACH, "label": "人均", "kind": "amount", "formula": f"{FUNDS} ÷ {STAFF}"},
    ]
    layout = data["layouts"]["attachment3"]
    layout["widths"].append(9)
    for line in layout["lines"]:
        is_heading = any("first_level" in cell.get("text", "") for cell in line["cells"])
        mark = f"{{{LIST}.nature}}" if "section" in line else f"{{label:{LIST}.nature}}" if is_heading else ""
        line["cells"].append({"role": "text", "text": mark})
    own = [{"role": "text", "columns": 5, "text": f"{{label:{cell}}}：{{{cell}}}"} for cell in (BEGUN, STAFF)]
    layout["lines"].append({"part": "budget", "cells": own})
    rates = [{"role": "ratio", "columns": 5, "text": f"{{{RATE}}}", "decimals": 1}]
    layout["lines"].append(
        {"part": "budget", "cells": [*rates, {"role": "amount", "columns": 5, "text": f"{{{EACH}}}"}]}
    )
    made = Edition.model_validate(formats.edition(data))
    assert not list(problems(made))
    return made


def filled() -> Document:
    """A document with one indicator."""
    begun = rows.add(form(), empty(form()), f"{LIST}.output.quantity", 1).document
    return fill(form(), begun, {f"{LIST}.1.name": "开放天数"})


def everything() -> Document:
    """A document with a text in every kind of own cell."""
    return fill(
        form(),
        filled(),
        {NAME: "图书馆免费开放", FUNDS: "1,234.5", BEGUN: "2023-03-01", STAFF: "12", NATURE: "定量"},
    )
