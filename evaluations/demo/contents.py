"""The demo's documents: what each unit hands in for a year, and one the way people really type it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

from evaluations.core.basics.values import NOT_APPLICABLE, show_amount
from evaluations.core.content import interchange
from evaluations.core.form.document import Document, ExpenditureRow, Indicator
from evaluations.core.form.edition import Edition
from evaluations.demo.units import DemoUnit, Figures

_ZERO = Decimal(0)


def real_figures(edition: Edition) -> Document:
    """The figures of a real submission for 2023, with invented texts: one error, many things to explain."""
    content = files("evaluations.demo").joinpath("real_figures.json").read_bytes()
    return interchange.for_edition(edition, interchange.new_document(content))


def hand_in(edition: Edition, blank: Document, unit: DemoUnit) -> Document:
    """`blank`, a document of the unit and the year, filled in without errors."""
    year = blank.fiscal_year
    here = unit.figures[year]
    content: dict[str, Any] = {
        **blank.model_dump(),
        "preparer": {"name": unit.preparer, "phone": unit.phone},
        "filing_date": date(year + 1, 2, 26),
        "basic_data": {
            "staffing": {"authorized_posts": unit.posts, "staff_in_post": unit.staff},
            "expenditure": list(_expenditure(here, unit.figures.get(year - 1, here))),
            "thrift_measures": unit.measures,
        },
        "self_assessment": _self_assessment(here, unit, year),
        "report": {"figures": _report_figures(here), "chapters": _chapters(here, unit, year)},
    }
    return interchange.for_edition(edition, Document.model_validate(content))


def _expenditure(here: Figures, before: Figures) -> Iterator[ExpenditureRow]:
    for item in ("official_vehicles", "vehicle_purchase", "vehicle_operation", "overseas_travel"):
        yield ExpenditureRow(item=item, prior_final=_ZERO, budget=_ZERO, final=_ZERO)
    amounts = {
        "three_public": (before.official_reception, here.official_reception),
        "official_reception": (before.official_reception, here.official_reception),
        "project": (before.project, here.project),
        "business_funds": (before.business_funds, here.business_funds),
        "maintenance_funds": (before.maintenance_funds, here.maintenance_funds),
        "operating": (before.operating, here.operating),
        "office": (before.office, here.office),
        "utilities_travel": (before.utilities_travel, here.utilities_travel),
        "meeting_training": (before.meeting_training, here.meeting_training),
        "government_procurement": (None, here.office),
        "basic_budget_adjustment": (None, here.basic),
    }
    for item, (prior, final) in amounts.items():
        budget = final + here.unspent if final and item in ("project", "business_funds") else final
        yield ExpenditureRow(item=item, prior_final=prior, budget=budget, final=final)
    for name, final in here.earmarked_funds.items():
        prior = before.earmarked_funds.get(name)
        yield ExpenditureRow(item="earmarked_fund", name=name, prior_final=prior, budget=final, final=final)


def _self_assessment(here: Figures, unit: DemoUnit, year: int) -> dict[str, Any]:
    return {
        **dict.fromkeys(("initial_budget", "adjusted_budget"), here.budgeted),
        "executed": here.total,
        "execution_score": Decimal(10),
        "by_revenue": {"general_public_budget": here.total},
        "by_expenditure": {"basic": here.basic, "project": here.project},
        "expected_objective": f"{unit.about}{year}年完成各项既定任务，群众满意。",
        "actual_completion": unit.work[year],
        "indicators": list(_indicators(here, unit)),
    }


def _indicators(here: Figures, unit: DemoUnit) -> Iterator[Indicator]:
    for category, name, target, actual in unit.indicators:
        yield Indicator(
            category=category, name=name, target=target, actual=actual, weight=Decimal(10), score=Decimal(10)
        )
    yield Indicator(
        category="cost.economic",
        name="整体支出",
        target=show_amount(here.budgeted),
        actual=show_amount(here.total),
        weight=Decimal(20),
        score=Decimal(20),
    )
    for category in ("benefit.economic", "benefit.ecological", "cost.social", "cost.ecological"):
        yield Indicator(category=category, name=NOT_APPLICABLE)


def _report_figures(here: Figures) -> dict[str, Decimal]:
    return {
        **dict.fromkeys(("initial_budget", "revenue"), here.budgeted),
        "expenditure": here.total,
        "basic": here.basic,
        "project": here.project,
        "personnel": here.personnel,
        "operating": here.operating,
        "carry_over": here.unspent,
    }


def _chapters(here: Figures, unit: DemoUnit, year: int) -> dict[str, str]:
    amounts = {
        name: show_amount(getattr(here, name)) for name in ("total", "basic", "personnel", "operating", "project")
    }
    spent = "、".join(f"{name} {show_amount(amount)} 万元" for name, amount in here.earmarked_funds.items())
    return {
        "1": unit.about,
        "2": (
            f"（一）基本支出情况\n{year}年基本支出 {amounts['basic']} 万元，其中人员经费 {amounts['personnel']} 万元，"
            f"公用经费 {amounts['operating']} 万元。\n（二）项目支出情况\n项目支出 {amounts['project']} 万元，主要是{spent}。"
        ),
        **dict.fromkeys(("3", "4", "5"), "无。"),
        "6": f"全年支出 {amounts['total']} 万元，{_left(here)}。\n{unit.work[year]}",
        "7": unit.problem[year],
        "8": unit.plan,
        "9": "自评结果用于编制下一年的预算，并随决算一起公开。",
    }


def _left(here: Figures) -> str:
    return f"年末结转结余 {show_amount(here.unspent)} 万元" if here.unspent else "没有结转结余"
