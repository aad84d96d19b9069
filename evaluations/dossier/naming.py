"""How a command names an evaluation: `--unit CODE --year YEAR [--kind KIND] [--project NAME]`."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from evaluations.common.refusal import Refused
from evaluations.dossier.store import documents
from evaluations.projects.models import Project
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Unit

YEAR_DIGITS = 4


def add_names(parser: CommandParser) -> None:
    """Let a command take the names of an evaluation."""
    parser.add_argument("--unit", required=True, metavar="CODE", help="单位代码")
    parser.add_argument("--year", required=True, metavar="YEAR", help="年度")
    parser.add_argument("--kind", default="", metavar="KIND", help="自评的种类，例如 项目支出；部门整体支出的不写")
    parser.add_argument("--project", default="", metavar="NAME", help="项目支出自评的，项目的名称或编码")


def asked_for(options: Mapping[str, Any]) -> SelfEvaluation:
    """The evaluation that a command's options name; see `named`."""
    return named(*(options[name] for name in ("unit", "year", "kind", "project")))


def named(code: str, year: int | str, kind: str = "", project: str = "") -> SelfEvaluation:
    """The evaluation of the unit with this code, or of its project with this name or code, from `documents()`; the year may be a text as typed.

    Raises:
        Refused: there is no such unit, project, year or evaluation.
    """
    typed = str(year)
    if not (typed.isascii() and typed.isdigit() and len(typed) == YEAR_DIGITS):
        raise Refused(f"年度填的是“{typed[:20]}”，应为四位数字，例如 2023。")
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refused(f"没有代码为“{code}”的单位。")
    found = documents().filter(unit=unit, fiscal_year__year=int(typed), project=_project(unit, project))
    # A project has one form a year in nearly every region: its kind need not be said.
    of_kind = found.filter(fiscal_year__kind=kind) if kind or not project else found
    evaluation = of_kind.first()
    if evaluation is None:
        raise Refused(f"单位“{code}”没有 {typed} 年度{kind}的自评。" + _others(unit, int(typed)))
    return evaluation


def _project(unit: Unit, asked: str) -> Project | None:
    if not asked:
        return None
    known = list(Project.objects.filter(unit=unit))
    found = next((project for project in known if asked in (project.name, project.code)), None)
    if found is None:
        listed = "、".join(project.name for project in known[:10]) or "还没有登记项目"
        raise Refused(f"{unit}没有名称或编码为“{asked}”的项目，现有：{listed}。")
    return found


def _others(unit: Unit, year: int) -> str:
    """What else the unit has in the year, so that the options can be put right."""
    others = SelfEvaluation.objects.filter(unit=unit, fiscal_year__year=year).select_related("fiscal_year", "project")
    listed = [
        f"--kind {each.fiscal_year.kind}" + (f" --project {each.project}" if each.project else "") for each in others
    ]
    return f"现有：{'；'.join(listed[:10])}。" if listed else ""
