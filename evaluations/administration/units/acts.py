"""What can become of a unit, one entry a kind: its form, what is told before, and the service that does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.actors import Actor
from evaluations.administration.units.foreseen import (
    of_closing,
    of_merging,
    of_moving,
    of_renaming,
    of_reopening,
    of_splitting,
)
from evaluations.administration.units.forms import (
    CorrectableForm,
    DatedForm,
    MergeForm,
    MoveForm,
    RenameForm,
    SplitForm,
)
from evaluations.registry import changes
from evaluations.registry.changes import Order
from evaluations.registry.units import NewUnit
from evaluations.units.models import Unit
from evaluations.units.services import Particulars


@dataclass(frozen=True, slots=True)
class UnitAct:
    """One kind of change. `of_closed`: it is for a unit that is not in use; `perform` gives what to tell when it is done."""

    title: str
    verb: str
    form: type[DatedForm]
    foreseen: Callable[[Unit, Any], Sequence[str]]
    perform: Callable[[Unit, Any, Actor], str]
    lead: str = ""
    is_dangerous: bool = False
    of_closed: bool = False


def _order(form: DatedForm, actor: Actor) -> Order:
    return Order(form.cleaned_data["on"], actor, form.cleaned_data["basis"])


def _is_correction(form: DatedForm) -> bool:
    return isinstance(form, CorrectableForm) and form.is_correction


def _rename(unit: Unit, form: DatedForm, actor: Actor) -> str:
    name = form.cleaned_data["name"]
    if _is_correction(form):
        return f"单位名称已更正为“{changes.correct_name(unit, name, actor).name}”。"
    return f"单位已改名为“{changes.rename_unit(unit, name, _order(form, actor)).name}”。"


def _move(unit: Unit, form: DatedForm, actor: Actor) -> str:
    department = form.cleaned_data["department"]
    if _is_correction(form):
        changes.correct_department(unit, department, actor)
    else:
        changes.move_unit(unit, department, _order(form, actor))
    return f"主管部门已{'更正' if _is_correction(form) else '换'}为{department or '无'}。"


def _merge(unit: Unit, form: DatedForm, actor: Actor) -> str:
    into = form.cleaned_data["into"]
    changes.merge_unit(unit, into, _order(form, actor))
    return f"{unit.name}已并入{into.name}。"


def _split(unit: Unit, form: DatedForm, actor: Actor) -> str:
    given = form.cleaned_data
    particulars = Particulars(kind=unit.kind, section=unit.section, since_year=given["since_year"])
    new = NewUnit(given["code"], given["name"], particulars, unit.department)
    return f"已由{unit.name}分设{changes.split_unit(unit, new, _order(form, actor)).name}。"


def _close(unit: Unit, form: DatedForm, actor: Actor) -> str:
    changes.close_unit(unit, _order(form, actor))
    return f"{unit.name}已撤销。"


def _reopen(unit: Unit, form: DatedForm, actor: Actor) -> str:
    changes.reopen_unit(unit, _order(form, actor))
    return f"{unit.name}已恢复。"


ACTS: Mapping[str, UnitAct] = {
    "rename": UnitAct("改名", "确认改名", RenameForm, of_renaming, _rename),
    "move": UnitAct("换主管部门", "确认更换", MoveForm, of_moving, _move),
    "merge": UnitAct(
        "并入其他单位",
        "确认并入",
        MergeForm,
        of_merging,
        _merge,
        lead="机构合并后，原单位撤销，以后的年度由并入的单位填报；原单位各年的自评保留。",
        is_dangerous=True,
    ),
    "split": UnitAct(
        "分设",
        "确认分设",
        SplitForm,
        of_splitting,
        _split,
        lead="从本单位分出一个新单位，本单位继续存在。新单位的类型、归口股室、主管部门先照本单位的填，分设后可以再改。",
    ),
    "close": UnitAct(
        "撤销",
        "确认撤销",
        DatedForm,
        of_closing,
        _close,
        lead="机构撤销后不再填报以后的年度，各年的自评保留。并入别的单位的，请用“并入其他单位”。",
        is_dangerous=True,
    ),
    "reopen": UnitAct("恢复", "确认恢复", DatedForm, of_reopening, _reopen, of_closed=True),
}


def acts_for(unit: Unit) -> list[tuple[str, str]]:
    """(name, title) of what can become of the unit now."""
    return [(name, act.title) for name, act in ACTS.items() if act.of_closed != unit.is_active]
