"""What follows from a change of a unit, in sentences: told before it is confirmed."""

from collections.abc import Iterable
from datetime import date

from evaluations.administration.units.forms import CorrectableForm, DatedForm
from evaluations.administration.units.words import few
from evaluations.common.moments import day_text
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.names import naming_day
from evaluations.records.models import SelfEvaluation
from evaluations.registry.consequences import Consequences, consequences_of_end
from evaluations.units.models import Unit

_FROZEN = "已经提交、上报的文件不受影响，仍是提交时的样子。"


def of_renaming(unit: Unit, form: CorrectableForm) -> list[str]:
    """Which years go on under the former name."""
    name = form.cleaned_data["name"]
    if form.is_correction:
        return [f"单位名称由“{unit.name}”更正为“{name}”，各年都用这个名称。", _FROZEN]
    on = form.cleaned_data["on"]
    return [f"从{day_text(on)}起，单位叫“{name}”。", *_by_year(unit, on, f"仍用“{unit.name}”", "用新名称"), _FROZEN]


def of_moving(unit: Unit, form: CorrectableForm) -> list[str]:
    """Which years go on under the former department."""
    former, new = (
        department.name if department else "无" for department in (unit.department, form.cleaned_data["department"])
    )
    if form.is_correction:
        return [f"主管部门由“{former}”更正为“{new}”，各年都归这个主管部门。"]
    on = form.cleaned_data["on"]
    return [
        f"从{day_text(on)}起，主管部门由“{former}”换为“{new}”。",
        *_by_year(unit, on, f"仍归“{former}”", f"归“{new}”"),
    ]


def of_merging(unit: Unit, form: DatedForm) -> list[str]:
    """What becomes of people, units and evaluations."""
    into = form.cleaned_data["into"]
    found = consequences_of_end(unit)
    below = [f"下属单位（{_units(found)}）的主管部门换为“{into.name}”。"] if found.subordinates else []
    later = f"以后的年度由“{into.name}”的人员填报；原单位的人要参加的，请给他们添加在“{into.name}”的任职。"
    first = (
        f"从{day_text(form.cleaned_data['on'])}起，“{unit.name}”（{unit.code}）撤销，并入“{into.name}”（{into.code}）。"
    )
    return [first, *below, *_of_end(unit, found), later]


def of_closing(unit: Unit, form: DatedForm) -> list[str]:
    """What becomes of people and evaluations."""
    first = f"从{day_text(form.cleaned_data['on'])}起，“{unit.name}”（{unit.code}）撤销，不再填报以后的年度。"
    return [first, *_of_end(unit, consequences_of_end(unit))]


def of_splitting(unit: Unit, form: DatedForm) -> list[str]:
    """The new unit, and what it lacks."""
    given = form.cleaned_data
    return [
        f"从{day_text(given['on'])}起，由“{unit.name}”分设“{given['name']}”（{given['code']}）。",
        f"“{unit.name}”继续存在，人员、自评、审核分工都不变。",
        "新单位还没有人员，也没有审核员：分设后请添加人员、分配审核员，已下达的年度要给它下达。",
    ]


def of_reopening(unit: Unit, form: DatedForm) -> list[str]:
    """What it can do again."""
    return [
        f"从{day_text(form.cleaned_data['on'])}起，“{unit.name}”（{unit.code}）恢复在用，可以填报自评。",
        "请核对起止年度和人员，并重新分配审核员。",
    ]


def _by_year(unit: Unit, on: date, before: str, after: str) -> list[str]:
    """The years of the unit's evaluations by whether they keep what was."""
    evaluations = SelfEvaluation.objects.filter(unit=unit).select_related("fiscal_year").order_by("fiscal_year__year")
    years = [each.fiscal_year for each in evaluations]
    old, new = (_years(year for year in years if (naming_day(year) < on) == is_old) for is_old in (True, False))
    return [f"{which}{what}。" for which, what in ((old, before), (new, after)) if which]


def _years(years: Iterable[FiscalYear]) -> str:
    return "、".join(str(year) for year in years)


def _units(found: Consequences) -> str:
    return few(each.name for each in found.subordinates)


def _of_end(unit: Unit, found: Consequences) -> list[str]:
    told = ["各年的自评保留，仍可查看。"]
    if found.people:
        told.append(f"本单位的人员（{few(person.name for person in found.people)}）仍能登录，查看、下载各年的自评。")
    if found.unfinished:
        unfinished = "、".join(f"{each.fiscal_year}（{each.stage.for_bureau}）" for each in found.unfinished)
        told.append(f"还没有办完的自评：{unfinished}。仍由原单位的人员和审核员办完；不再要求填报的，请设为免报。")
    if found.not_begun:
        told.append(f"{_years(found.not_begun)}自评还没有开始填报，撤销后不能再开始；要填报的，请先不要撤销。")
    if found.reviewer:
        ends = (
            f"审核员{found.reviewer.name}不再负责本单位。"
            if found.is_assignment_ended
            else f"审核员{found.reviewer.name}继续负责，直到办完。"
        )
        told.append(ends)
    return told
