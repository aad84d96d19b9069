"""Adds, changes and removes projects: a unit's preparer those of the unit, a region's manager those of all its units."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError

from accounts.actors import Actor
from accounts.audit import Act, record, record_all
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import NAME_LIMIT, Unreadable, clean_line
from evaluations.projects.models import CODE_LIMIT, Project
from evaluations.units.models import Unit


class Particulars(NamedTuple):
    """What is known of a project; texts as typed."""

    name: str
    code: str = ""
    kind: str = ""
    department: str = ""
    implementer: str = ""
    since_year: int | None = None
    until_year: int | None = None


def add_project(unit: Unit, particulars: Particulars, actor: Actor | None) -> Project:
    """A new project of the unit; see `add_projects`."""
    (project,) = add_projects(unit, [particulars], actor)
    return project


@transaction.atomic
def add_projects(unit: Unit, several: Iterable[Particulars], actor: Actor | None) -> list[Project]:
    """New projects of the unit, numbered after those that it has.

    Raises:
        Refused: the actor neither fills in for the unit nor manages its region.
        ValidationError: a blank name; a text that is too long, unprintable or already used; years in the wrong order.
    """
    refuse_stranger(unit, actor)
    Unit.objects.select_for_update().get(pk=unit.pk)
    last = Project.objects.filter(unit=unit).aggregate(last=Max("number"))["last"] or 0
    added = [_stored(Project(unit=unit, number=number), each) for number, each in enumerate(several, last + 1)]
    record_all(Act("add_project", actor, unit.code, told(each), unit.region) for each in added)
    return added


@transaction.atomic
def change_project(project: Project, particulars: Particulars, actor: Actor | None) -> Project:
    """The project with these particulars.

    Raises:
        Refused, ValidationError: as `add_projects`.
    """
    refuse_stranger(project.unit, actor)
    stored = Project.objects.select_for_update(of=("self",)).select_related("unit__region").get(pk=project.pk)
    before = told(stored)
    _stored(stored, particulars)
    now = told(stored)
    changed = {key: [before[key], now[key]] for key in now if before[key] != now[key]}
    if changed:
        record("change_project", actor, stored.unit.code, {"project": before["name"], **changed}, stored.unit.region)
    return stored


@transaction.atomic
def remove_project(project: Project, actor: Actor | None) -> None:
    """Remove a project that was never evaluated.

    Raises:
        Refused: the actor neither fills in for the unit nor manages its region, or the project has an evaluation.
    """
    refuse_stranger(project.unit, actor)
    known = told(project)
    try:
        project.delete()
    except ProtectedError as evaluated:
        raise Refused(f"“{project}”已有自评，不能删除；不再实施的，请填写终止年度。") from evaluated
    record("remove_project", actor, project.unit.code, known, project.unit.region)


def refuse_stranger(unit: Unit, actor: Actor | None) -> None:
    """Raise Refused unless the actor keeps the unit's projects.

    Raises:
        Refused: the actor neither fills in for the unit nor manages its region.
    """
    if actor is None or unit.pk in actor.units(Role.PREPARER) or unit.region_id in actor.regions(Role.MANAGER):
        return
    raise Refused("只有本单位的填报人和本地区的绩效管理员可以登记项目。")


def told(project: Project) -> dict[str, str]:
    """A project as the audit log has it."""
    return {name: str(getattr(project, name) or "") for name in Particulars._fields}


def _stored(project: Project, particulars: Particulars) -> Project:
    for field, value in particulars._asdict().items():
        setattr(project, field, _line(field, value) if isinstance(value, str) else value)
    project.full_clean()
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError:  # somebody else has just taken it
        project.full_clean()
        raise
    return project


def _line(field: str, text: str) -> str:
    try:
        return clean_line(text, CODE_LIMIT if field == "code" else NAME_LIMIT)
    except Unreadable as fault:
        raise ValidationError({field: str(fault)}) from fault
