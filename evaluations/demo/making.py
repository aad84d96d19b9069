"""Creates the demo: one region, its bureau, five units with their people, a department without, two years, an evaluation in every
state of the usual levels of checking; and one unit's projects.

Everything is done through the services, as people do it, and so leaves the same history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.roles import Role
from accounts.services import add_person
from evaluations.access.assignment import assign
from evaluations.comments.services import answer_comment, open_comment
from evaluations.comments.standard import OWN, keep
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document, Explanation
from evaluations.demo import PASSWORD
from evaluations.demo.beginning import own_edition, refuse_unless_empty
from evaluations.demo.contents import hand_in, real_figures
from evaluations.demo.forms import draft_forms
from evaluations.demo.projects import register_projects
from evaluations.demo.units import DEPARTMENT, REGISTERED, UNITS, DemoUnit
from evaluations.dossier.judging import judge
from evaluations.dossier.store import documents, edition_of, load, save
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.fiscal_years.services import open_year
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import begin
from evaluations.records.states import State
from evaluations.registry.changes import Order, move_unit
from evaluations.registry.sections import add_section
from evaluations.registry.units import NewUnit, register_unit
from evaluations.units.models import Region, Unit, UnitKind
from evaluations.units.services import Particulars, add_region
from evaluations.workflow.transitions import perform

REGION = "QINGHE"
EDITION = "qinghe-2023"
BUREAU = (
    ("shenhe", "何志远", Role.REVIEWER),
    ("jixiao", "林岚", Role.MANAGER),
    ("xitong", "齐默", Role.ADMINISTRATOR),
    ("shenji", "方正", Role.AUDITOR),
)
STANDARD_COMMENTS = (
    ("与上年差距大", "{单元格}填的是 {填报数}，上年是 {上年数}，请说明变动的原因，或者改正。"),
    ("应当一致", "{单元格}填的是 {填报数}，应为 {预期}，请核对后改正。"),
    ("缺少依据", "{单元格}请补充批准文件的名称和文号。"),
)
OWN_COMMENT = ("请附明细", "{单元格}请在自评报告里写明构成。")
REVIEWER_ABOVE = ("wenlv-shenhe", "韩青")
LIBRARY, FOUNDED = "QH-TUSHUGUAN", date(2024, 3, 1)
STATES: Mapping[int, tuple[State, ...]] = {
    2022: (State.APPROVED, State.APPROVED, State.PUBLISHED, State.APPROVED, State.PUBLISHED),
    2023: (State.DRAFTING, State.UNIT_CHECK, State.SUBMITTED, State.RETURNED, State.APPROVED),
}


@dataclass(frozen=True)
class Cast:
    """The people who act for a unit."""

    preparer: Actor
    head: Actor
    reviewer: Actor
    manager: Actor


@transaction.atomic
def make() -> None:
    """Fill an empty database with the demo.

    Raises:
        Refused: the database is not empty.
    """
    refuse_unless_empty()
    region = add_region(REGION, "青禾区")
    bureau = {role: _bureau_person(region, username, name, role) for username, name, role in BUREAU}
    units = _units(region, bureau[Role.MANAGER])
    casts = [
        Cast(*_people(unit, demo), bureau[Role.REVIEWER], bureau[Role.MANAGER])
        for unit, demo in zip(units, UNITS, strict=True)
    ]
    # One hash for everybody: each takes a tenth of a second, by design.
    User.objects.update(password=make_password(PASSWORD))
    assign(region, {unit.pk: bureau[Role.REVIEWER].pk for unit in units}, bureau[Role.MANAGER])
    for name, text in STANDARD_COMMENTS:
        keep(bureau[Role.MANAGER], name, text, owner=str(region.pk))
    keep(bureau[Role.REVIEWER], *OWN_COMMENT, owner=OWN)
    edition = own_edition(region, EDITION)
    for year, states in STATES.items():
        fiscal_year = _open(region, year, edition, bureau[Role.MANAGER])
        for unit, demo, cast, state in zip(units, UNITS, casts, states, strict=True):
            _bring(_written(unit, demo, fiscal_year, cast), cast, state)
        if year != max(STATES):
            FiscalYear.objects.filter(pk=fiscal_year.pk).update(deadline=timezone.now())
    draft_forms(region, edition, bureau[Role.MANAGER])
    for evaluation in register_projects(region, units[0], max(STATES), casts[0].preparer, casts[0].manager):
        _bring(evaluation, casts[0], State.SUBMITTED)


def _units(region: Region, manager: Actor) -> list[Unit]:
    code, name, section = DEPARTMENT
    names = dict.fromkeys(section for _, section in REGISTERED.values())
    sections = {each: add_section(region, each, manager) for each in names}
    registered = {code: Particulars(kind, sections[section]) for code, (kind, section) in REGISTERED.items()}
    units = [register_unit(region, NewUnit(unit.code, unit.name, registered[unit.code]), manager) for unit in UNITS]
    founded = Particulars(UnitKind.ADMINISTRATIVE, sections[section], since_year=FOUNDED.year)
    department = register_unit(region, NewUnit(code, name, founded), manager)
    library = next(unit for unit in units if unit.code == LIBRARY)
    add_person(REVIEWER_ABOVE[0], REVIEWER_ABOVE[1], Role.DEPARTMENT_REVIEWER, None, unit=department)
    move_unit(library, department, Order(FOUNDED, manager, "青编办〔2024〕3 号"))
    return units


def usernames() -> list[str]:
    """The user names of all people."""
    return [
        *(name for unit in UNITS for name in (_username(unit), f"{_username(unit)}-fuze")),
        REVIEWER_ABOVE[0],
        *(name for name, *_ in BUREAU),
    ]


def _username(unit: DemoUnit) -> str:
    return unit.code.lower().removeprefix("qh-")


def _bureau_person(region: Region, username: str, name: str, role: Role) -> Actor:
    place = region if role in (Role.REVIEWER, Role.MANAGER) else None
    return actor_of(add_person(username, name, role, None, region=place))


def _people(unit: Unit, demo: DemoUnit) -> tuple[Actor, Actor]:
    name = _username(demo)
    preparer = add_person(name, demo.preparer, Role.PREPARER, None, unit=unit, phone=demo.phone)
    head = add_person(f"{name}-fuze", demo.head, Role.UNIT_HEAD, None, unit=unit)
    return actor_of(preparer), actor_of(head)


def _open(region: Region, year: int, edition: FormEdition, manager: Actor) -> FiscalYear:
    now = timezone.now()
    return open_year(
        region, year, edition, opens_at=now - timedelta(days=30), deadline=now + timedelta(days=60), actor=manager
    )


def _written(unit: Unit, demo: DemoUnit, fiscal_year: FiscalYear, cast: Cast) -> SelfEvaluation:
    evaluation = documents().get(pk=begin(unit, fiscal_year, cast.preparer).pk)
    blank = load(evaluation)
    edition = edition_of(evaluation)
    has_own = fiscal_year.year in demo.figures
    content = hand_in(edition, blank, demo) if has_own else real_figures(edition)
    evaluation.revision = save(evaluation, blank, content, revision=evaluation.revision, actor=cast.preparer)
    return evaluation


def _bring(evaluation: SelfEvaluation, cast: Cast, state: State) -> None:
    """Have the unit's people take the evaluation through the workflow to `state`."""
    if state == State.DRAFTING:
        return
    _explain(evaluation, cast)
    perform("submit", evaluation.pk, cast.preparer)
    if state == State.UNIT_CHECK:
        return
    perform("confirm", evaluation.pk, cast.head)
    if state == State.RETURNED:
        _return(evaluation, cast)
    if state in (State.APPROVED, State.PUBLISHED):
        perform("approve", evaluation.pk, cast.reviewer)
    if state == State.PUBLISHED:
        perform("publish", evaluation.pk, cast.manager, redaction_seen=True)


def _explain(evaluation: SelfEvaluation, cast: Cast) -> None:
    evaluation = documents().get(pk=evaluation.pk)
    content = load(evaluation)
    explained = _explained(content, judge(evaluation, content).unexplained)
    save(evaluation, content, explained, revision=evaluation.revision, actor=cast.preparer)


def _explained(content: Document, findings: list[Finding]) -> Document:
    sentences = (
        Explanation(code=finding.code, where=finding.where, text="已与账面核对，情况属实。") for finding in findings
    )
    return content.model_copy(update={"explanations": tuple(sorted(sentences, key=lambda e: (e.code, e.where)))})


def _return(evaluation: SelfEvaluation, cast: Cast) -> None:
    questions = (
        ("basic_data.expenditure.earmarked_fund.1.final", "请补充危桥改造的追加批文文号。"),
        ("self_assessment.indicators.6.actual", "“好路率 87%”请写明由谁测定。"),
    )
    first, _ = (open_comment(evaluation.pk, cast.reviewer, where, text) for where, text in questions)
    perform("return", evaluation.pk, cast.reviewer, "请按批注补充后重新上报。", only_commented=True)
    answer_comment(first, cast.preparer, "没有追加，年初预算即为 64 万元，附件已随纸质材料报送。")
