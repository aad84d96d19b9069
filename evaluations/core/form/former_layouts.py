"""The layouts by which this program drew both attachments before an edition stated its own (editions up to format 3)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

type Raw = Mapping[str, Any]

_COLUMNS = ("prior_final", "budget", "final")
_AREAS = ("approved_area", "actual_area", "area_rate", "budget_investment", "actual_investment", "investment_rate")
_FUNDS = ("initial_budget", "adjusted_budget", "executed", "execution_weight", "execution_rate", "execution_score")
_INDICATOR = ("name", "target", "actual", "weight", "score", "deviation_reason")
_INDICATORS = "self_assessment.indicators"
_FOOT = (
    "{label:foot.preparer}{preparer.name}  {label:foot.filing_date}{filing_date}  "
    "{label:foot.phone}{preparer.phone}  {label:foot.signature}"
)


def with_layouts(edition: Raw) -> Raw:
    """An edition of format 3 with the layouts that drew it; what a line said of its looks moves there."""
    lines = _items(edition, "attachment2", "lines")
    fundings = [_items(edition, "attachment3", group, "lines") for group in ("by_revenue", "by_expenditure")]
    layouts = {"attachment2": _attachment2(lines), "attachment3": _attachment3(*fundings)}
    upgraded = {"layouts": layouts, **edition}
    if lines:
        upgraded["attachment2"] = {**edition["attachment2"], "lines": [_without_looks(line) for line in lines]}
    return upgraded


def _items(data: Any, *keys: str) -> Sequence[Any]:
    """The list at `keys`; nothing if there is none, which the validation that follows reports."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, list) and all(isinstance(item, dict) for item in data) else ()


def _without_looks(line: Raw) -> Raw:
    return {key: value for key, value in line.items() if key not in ("indent", "placeholder")}


def _line(part: str, *cells: Raw, **more: Any) -> Raw:
    return {"part": part, "cells": cells, **more}


def _cell(role: str, text: str = "", columns: int = 1, **more: Any) -> Raw:
    return {"role": role, "text": text, "columns": columns, **more}


def _head(attachment: str, width: int) -> Iterator[Raw]:
    yield from (_line("", _cell(role, f"{{label:{attachment}.{role}}}", width)) for role in ("number", "title"))


def _headings(attachment: str, keys: Sequence[str], columns: int = 1, **more: Any) -> Iterator[Raw]:
    return (_cell("heading", f"{{label:{attachment}.{key}}}", columns, **more) for key in keys)


def _attachment2(lines: Sequence[Raw]) -> Raw:
    def label(key: str, rows: int = 1) -> Raw:
        return _cell("label", f"{{label:attachment2.{key}}}", rows=rows)

    staffing = "basic_data.staffing"
    drawn = [
        *_head("attachment2", 7),
        _line(
            "basic_data",
            label("staffing", 2),
            *_headings("attachment2", ("authorized_posts", "staff_in_post", "control_rate"), 2),
        ),
        _line(
            "basic_data",
            _cell("count", f"{{{staffing}.authorized_posts}}", 2),
            _cell("count", f"{{{staffing}.staff_in_post}}", 2),
            _cell("ratio", f"{{{staffing}.control_rate}}", 2),
        ),
        _line("basic_data", label("expenditure"), *_headings("attachment2", _COLUMNS, 2)),
        *(_expenditure(line, above) for line, above in zip(lines, ({}, *lines), strict=False)),
        _line("basic_data", label("buildings", 2), *_headings("attachment2", _AREAS, bracket_below=True)),
        _line(
            "basic_data",
            *(
                _cell("ratio" if area.endswith("rate") else "amount", f"{{basic_data.buildings.{area}}}")
                for area in _AREAS
            ),
            section="basic_data.buildings",
        ),
        _line("basic_data", label("thrift_measures"), _cell("long", "{basic_data.thrift_measures}", 6)),
        _line("", _cell("note", "{label:attachment2.note}", 7)),
        _line("", _cell("foot", _FOOT, 7)),
    ]
    return {"widths": [30, 9, 9, 9, 9, 9, 9], "lines": drawn}


def _expenditure(line: Raw, above: Raw) -> Raw:
    path, label = f"basic_data.expenditure.{line.get('item')}", f"{{label:attachment2.lines.{line.get('item')}}}"
    kind, more = line.get("kind"), {}
    if kind == "rows":
        is_headed = above.get("kind") == "heading" and not line.get("placeholder")
        words = "" if is_headed else f"|{line.get('placeholder') or label}"
        label = f"{{{path}.name{words}}}"
        more = {"section": path} | ({"when_empty": "nothing"} if is_headed else {})
    texts = ["" if kind == "heading" else _amount(line, path, column) for column in _COLUMNS]
    name = _cell("label", label, indent=line.get("indent", 0))
    return _line("basic_data", name, *(_cell("amount", text, 2) for text in texts), **more)


def _amount(line: Raw, path: str, column: str) -> str:
    return "——" if column == "prior_final" and not line.get("prior", True) else f"{{{path}.{column}}}"


def _attachment3(revenue: Sequence[Raw], expenditure: Sequence[Raw]) -> Raw:
    fundings = [_funding(*pair) for pair in zip_longest(revenue, expenditure)]
    sums = (
        _cell("label", f"{{label:attachment3.{group}}}{{self_assessment.{group}}}", 4)
        for group in ("by_revenue", "by_expenditure")
    )
    objective = ("expected_objective", "actual_completion")
    drawn = [
        *_head("attachment3", 9),
        _line("", _cell("heading", "{label:attachment3.unit_name}", 2), _cell("text", "{unit.name}", 7)),
        _line(
            "budget",
            _cell("heading", "{label:attachment3.budget}", rows=3 + len(fundings)),
            _cell("heading", columns=2),
            *_headings("attachment3", (*_FUNDS[:3], "weight", "execution_rate", "score")),
        ),
        _line("budget", *_total_funds()),
        _line("budget", *sums),
        *fundings,
        _line(
            "budget",
            _cell("heading", "{label:attachment3.objective}", rows=2),
            *_headings("attachment3", objective, 4),
        ),
        _line("budget", *(_cell("long", f"{{self_assessment.{text}}}", 4) for text in objective)),
        _line("indicators", *_indicator_headings()),
        _line("indicators", *_indicator(), section=_INDICATORS),
        _line(
            "indicators",
            _cell("heading", "{label:attachment3.total}", 6),
            _cell("amount", "{self_assessment.total_weight}"),
            _cell("amount", "{self_assessment.total_score}"),
            _cell("long"),
        ),
        _line("", _cell("foot", _FOOT, 9)),
    ]
    return {"widths": [9, 11, 11, 16, 11, 11, 7, 7, 18], "lines": drawn}


def _total_funds() -> Iterator[Raw]:
    yield _cell("heading", "{label:attachment3.total_funds}", 2)
    for fund in _FUNDS:
        yield _cell("ratio" if fund == "execution_rate" else "amount", f"{{self_assessment.{fund}}}")


def _funding(revenue: Raw | None, expenditure: Raw | None) -> Raw:
    sides = (("by_revenue", revenue), ("by_expenditure", expenditure))
    return _line("budget", *(_cell("label", _source(group, side) if side else "", 4) for group, side in sides))


def _source(group: str, line: Raw) -> str:
    item = line.get("item")
    return f"{{label:attachment3.{group}.lines.{item}}}{{self_assessment.{group}.{item}}}"


def _indicator_headings() -> Iterator[Raw]:
    yield _cell("heading", "{label:attachment3.indicators}", rows=2)
    levels = ("first_level", "second_level", "third_level")
    yield from _headings("attachment3", (*levels, *_INDICATOR[1:]))


def _indicator() -> Iterator[Raw]:
    yield _cell("heading", f"{{{_INDICATORS}.level+}}\n（{{{_INDICATORS}.level_weight}}分）")
    yield _cell("heading", f"{{{_INDICATORS}.category+}}")
    roles = ("label", "text", "text", "amount", "amount", "long")
    for field, role in zip(_INDICATOR, roles, strict=True):
        yield _cell(role, f"{{{_INDICATORS}.{field}}}")
