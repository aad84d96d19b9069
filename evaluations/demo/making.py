"""Makes the demo: one region, its bureau, five units with their people, two years, an evaluation in every state.

Everything goes the way that people go, through the services, and so leaves the same history.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services import add_person
from evaluations.access.assignment import assign
from evaluations.comments.services import answer_comment, open_comment
from evaluations.common.refusal import Refused
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document, Explanation
from evaluations.demo import PASSWORD
from evaluations.demo.contents import hand_in, real_figures
from evaluations.demo.units import UNITS, DemoUnit
from evaluations.dossier.judging import judge
from evaluations.dossier.store import documents, edition_of, load, save
from evaluations.fiscal_years.loading import load_edition
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.fiscal_years.services import open_year
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import begin
from evaluations.records.states import State
from evaluations.units.models import Region, Unit
from evaluations.units.services import add_region, add_unit
from evaluations.workflow.transitions import perform

REGION = "QINGHE"
SHIPPED, EDITION = "lusong-2023", "qinghe-2023"
BUREAU = (
    ("shenhe", "何志远", Role.REVIEWER),
    ("jixiao", "林岚", Role.MANAGER),
    ("xitong", "齐默", Role.ADMINISTRATOR),
    ("shenji", "方正", Role.AUDITOR),
)
STATES: Mapping[int, tuple[State, ...]] = {
    2022: (State.APPROVED, State.APPROVED, State.PUBLISHED, State.APPROVED, State.PUBLISHED),
    2023: (State.DRAFTING, State.UNIT_CHECK, State.SUBMITTED, State.RETURNED, State.APPROVED),
}


@dataclass(frozen=True)
class Cast:
    """Who acts for a unit."""

    preparer: User
    head: User
    reviewer: User
    manager: User


@transaction.atomic
def make() -> None:
    """Fill an empty database with the demo.

    Raises:
        Refused: the database holds something already.
    """
    if Region.objects.exists() or Unit.objects.exists() or User.objects.exists():
        raise Refused("数据库里已经有数据，不能建立演示数据；请换一个空的数据库。")
    region = add_region(REGION, "青禾区")
    bureau = {role: _bureau_person(region, username, name, role) for username, name, role in BUREAU}
    units = [add_unit(region, unit.code, unit.name) for unit in UNITS]
    casts = [
        Cast(*_people(unit, demo), bureau[Role.REVIEWER], bureau[Role.MANAGER])
        for unit, demo in zip(units, UNITS, strict=True)
    ]
    # One hash for all: each takes a tenth of a second, by design.
    User.objects.update(password=make_password(PASSWORD))
    assign({unit.pk: bureau[Role.REVIEWER].pk for unit in units}, bureau[Role.MANAGER])
    edition = _own_edition(region)
    for year, states in STATES.items():
        fiscal_year = _open(region, year, edition, bureau[Role.MANAGER])
        for unit, demo, cast, state in zip(units, UNITS, casts, states, strict=True):
            _bring(_written(unit, demo, fiscal_year, cast), cast, state)
        if year != max(STATES):
            FiscalYear.objects.filter(pk=fiscal_year.pk).update(deadline=timezone.now())


def sign_ins() -> str:
    """The demo's people as lines of text; "" in a database without the demo."""
    people = User.objects.filter(username__in=[name for name, *_ in _everyone()]).select_related(
        "membership__unit", "membership__region"
    )
    if not Region.objects.filter(code=REGION).exists():
        return ""
    shown = {person.username: person for person in people}
    lines = [_line(shown[name]) for name, *_ in _everyone() if name in shown]
    return "\n".join([f"演示账号（密码都是 {PASSWORD}）：", *lines]) + "\n"


def _everyone() -> Iterator[tuple[str, str, Role]]:
    for unit in UNITS:
        yield _username(unit), unit.preparer, Role.PREPARER
        yield f"{_username(unit)}-fuze", unit.head, Role.UNIT_HEAD
    yield from BUREAU


def _username(unit: DemoUnit) -> str:
    return unit.code.lower().removeprefix("qh-")


def _line(person: User) -> str:
    place = person.unit.name if person.unit else person.region.bureau_name if person.region else ""
    return f"  {person.username:<16}{person.role_label} {person.name}{f'（{place}）' if place else ''}"


def _bureau_person(region: Region, username: str, name: str, role: Role) -> User:
    place = region if role in (Role.REVIEWER, Role.MANAGER) else None
    return add_person(username, name, role, None, region=place)


def _people(unit: Unit, demo: DemoUnit) -> tuple[User, User]:
    name = _username(demo)
    preparer = add_person(name, demo.preparer, Role.PREPARER, None, unit=unit, phone=demo.phone)
    return preparer, add_person(f"{name}-fuze", demo.head, Role.UNIT_HEAD, None, unit=unit)


def _own_edition(region: Region) -> FormEdition:
    """The shipped edition under the name of the demo's own district: no page shows that of another."""
    shipped = FormEdition.objects.filter(code=SHIPPED).latest("version")
    names = {
        f'code = "{SHIPPED}"': f'code = "{EDITION}"',
        shipped.edition.name: f"{region.name}部门整体支出绩效自评表样",
    }
    content = shipped.content
    for theirs, ours in names.items():
        content = content.replace(theirs, ours)
    return load_edition(content)


def _open(region: Region, year: int, edition: FormEdition, manager: User) -> FiscalYear:
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
    """Take the evaluation by its people through the workflow to `state`."""
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
    perform("return", evaluation.pk, cast.reviewer, "请按批注补充后重新上报。")
    answer_comment(first, cast.preparer, "没有追加，年初预算即为 64 万元，附件已随纸质材料报送。")
