"""Makes the demo of a whole city: a bureau, any number of units with their people, years of evaluations in every state.

All of it goes through the services, hundreds of evaluations at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import batched, islice
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, actors_of
from accounts.models import User
from accounts.roles import Role
from accounts.services import Newcomer, add_people
from evaluations.access.assignment import assign
from evaluations.common.refusal import Refused
from evaluations.demo import PASSWORD
from evaluations.demo.beginning import own_edition, refuse_unless_empty
from evaluations.demo.city.kinds import sections
from evaluations.demo.city.memberships import give_more
from evaluations.demo.city.names import people as names_of_people
from evaluations.demo.city.states import Standing, standing_of
from evaluations.demo.city.talking import talk
from evaluations.demo.city.units import CITY, CityUnit, city_units, in_year
from evaluations.demo.city.writing import explained, left_off, scored
from evaluations.demo.contents import hand_in
from evaluations.demo.units import DemoUnit
from evaluations.dossier.in_bulk import Written, write_all
from evaluations.dossier.judging import Judgement, judge
from evaluations.dossier.store import blank, edition_of
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.fiscal_years.services import change_year, grant_extensions, open_year
from evaluations.history.events import locked_all
from evaluations.records.issuing import issue, issued_to_all
from evaluations.records.models import SelfEvaluation
from evaluations.registry.sections import add_section
from evaluations.units.many import UnitValues, store_units
from evaluations.units.models import Region, Unit
from evaluations.units.services import Particulars, add_region
from evaluations.workflow.guards import Attempt
from evaluations.workflow.transitions import perform_all

REGION = "YUNZHOU"
EDITION = "yunzhou-2023"
LAST_YEAR = 2023
MOST_UNITS, MOST_YEARS = 10_000, 10
UNITS_A_REVIEWER = 50
_BATCH = 250
_EXTENDED = 6


@dataclass(frozen=True)
class Cast:
    """Who acts for a unit."""

    preparer: Actor
    head: Actor
    reviewer: Actor


@dataclass(frozen=True)
class Begun:
    """An evaluation that is locked, where it is to stand, who acts for its unit, and the judgement on what it holds."""

    evaluation: SelfEvaluation
    standing: Standing
    cast: Cast
    judgement: Judgement

    def attempt_by(self, actor: Actor) -> Attempt:
        """An attempt of this person at its next transition."""
        return Attempt(self.evaluation, actor, redaction_seen=True, known=self.judgement)


@dataclass(frozen=True)
class Bureau:
    """The region with the people of its bureau."""

    region: Region
    manager: Actor
    reviewers: Sequence[Actor]


@dataclass(frozen=True)
class Town:
    """All that the years are made with: the bureau, and by the units' codes the units and who acts for each."""

    bureau: Bureau
    units: Mapping[str, CityUnit]
    casts: Mapping[str, Cast]


@transaction.atomic
def make_city(units: int, years: int) -> None:
    """Fill an empty database with a city of so many units and years, the last one open; the same each time.

    Raises:
        Refused: the database is not empty, or there are too many units or years.
    """
    refuse_unless_empty()
    if not (1 <= units <= MOST_UNITS and 1 <= years <= MOST_YEARS):
        raise Refused(
            f"要建立 {units} 个单位、{years} 个年度：单位应为 1 至 {MOST_UNITS} 个，年度应为 1 至 {MOST_YEARS} 个。"
        )
    town = _town(units)
    # One hash for all: each takes a tenth of a second, by design.
    User.objects.update(password=make_password(PASSWORD))
    edition = own_edition(town.bureau.region, EDITION)
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        _make_year(town, year, edition)


def sample_of_people() -> list[str]:
    """The user names of a few of the city's people: those of the bureau, and of the first units of some kinds."""
    units = [
        Unit.objects.filter(region__code=REGION, code__startswith=kind).first() for kind in ("101", "202", "301", "401")
    ]
    own = [name for unit in units if unit for name in (f"d{unit.code}", f"d{unit.code}-fuze")]
    centre = Unit.objects.filter(region__code=REGION, name__endswith="会计核算中心").first()
    return [*own, *([f"d{centre.code}"] if centre else []), "shenhe1", "jixiao", "xitong", "shenji"]


def _town(number: int) -> Town:
    region = add_region(REGION, CITY)
    invented = {unit.code: unit for unit in city_units(number)}
    bureau = _bureau(region, number)
    stored = _stored(bureau, invented)
    people = _people(stored, invented)
    lent = give_more(stored, invented, people)
    actors = {actor.person.username: actor for actor in actors_of(people.values())}
    reviewers = {unit.code: bureau.reviewers[at * len(bureau.reviewers) // number] for at, unit in enumerate(stored)}
    reviewers |= {code: actors[username] for code, username in lent.items()}
    assign(region, {unit.pk: reviewers[unit.code].pk for unit in stored}, bureau.manager)
    casts = {
        code: Cast(actors[unit.preparer_username], actors[unit.head_username], reviewers[code])
        for code, unit in invented.items()
    }
    return Town(bureau, invented, casts)


def _stored(bureau: Bureau, invented: Mapping[str, CityUnit]) -> list[Unit]:
    """The units under their sections and departments, by code."""
    charged = {name: add_section(bureau.region, name, bureau.manager) for name in sections()}
    store_units(
        bureau.region,
        [
            UnitValues(
                unit.code,
                unit.name,
                particulars=Particulars(kind=unit.kind.unit_kind, section=charged[unit.kind.section]),
                department=unit.department,
            )
            for unit in invented.values()
        ],
    )
    return list(Unit.objects.filter(region=bureau.region).select_related("region").order_by("code"))


def _bureau(region: Region, units: int) -> Bureau:
    reviewers = max(1, units // UNITS_A_REVIEWER)
    names = islice(names_of_people(Random("bureau")), reviewers)  # noqa: S311 - invented data, the same each time
    added = add_people(
        [
            Newcomer("jixiao", "林岚", Role.MANAGER, None, region=region),
            *(Newcomer(f"shenhe{n}", name, Role.REVIEWER, None, region=region) for n, name in enumerate(names, 1)),
            Newcomer("xitong", "齐默", Role.ADMINISTRATOR, None),
            Newcomer("shenji", "方正", Role.AUDITOR, None),
        ]
    )
    manager, *others = actors_of(added)
    return Bureau(region, manager, others[:reviewers])


def _people(stored: Sequence[Unit], invented: Mapping[str, CityUnit]) -> dict[str, User]:
    """The people of the units by user name, each with their own unit."""
    newcomers = [newcomer for unit in stored for newcomer in _of_unit(unit, invented[unit.code])]
    return {person.username: person for person in add_people(newcomers)}


def _of_unit(unit: Unit, invented: CityUnit) -> Iterator[Newcomer]:
    if not invented.accountants:
        name, phone = invented.preparer, invented.phone
        yield Newcomer(invented.preparer_username, name, Role.PREPARER, None, unit=unit, phone=phone)
    yield Newcomer(invented.head_username, invented.head, Role.UNIT_HEAD, None, unit=unit)


def _make_year(town: Town, year: int, edition: FormEdition) -> None:
    bureau, is_last = town.bureau, year == LAST_YEAR
    fiscal_year = _issued(bureau, year, edition)
    keys = SelfEvaluation.objects.filter(fiscal_year=fiscal_year).order_by("unit__code").values_list("pk", flat=True)
    for batch in batched(keys, _BATCH):
        _bring(town, _written(town, year, locked_all(batch), is_last=is_last))
    if is_last:
        _extend(bureau, fiscal_year)
    else:
        _close(bureau, fiscal_year)


def _issued(bureau: Bureau, year: int, edition: FormEdition) -> FiscalYear:
    now = timezone.now()
    opened = open_year(
        bureau.region,
        year,
        edition,
        opens_at=now - timedelta(days=30),
        deadline=now + timedelta(days=60),
        needs_issuing=True,
        actor=bureau.manager,
    )
    issue(opened, issued_to_all(opened), bureau.manager)
    return opened


def _close(bureau: Bureau, year: FiscalYear) -> None:
    change_year(
        year,
        opens_at=year.opens_at,
        deadline=timezone.now(),
        notice=year.notice,
        edition=year.edition,
        levels=year.levels,
        actor=bureau.manager,
    )


def _extend(bureau: Bureau, year: FiscalYear) -> None:
    late = list(
        Unit.objects.filter(region=bureau.region, evaluations__fiscal_year=year, evaluations__revision=0)[:_EXTENDED]
    )
    if late:
        grant_extensions(year, late, year.deadline + timedelta(days=15), "会计人员变动，账务尚在交接。", bureau.manager)


def _written(town: Town, year: int, evaluations: Sequence[SelfEvaluation], *, is_last: bool) -> list[Begun]:
    """Fill in the evaluations that are to be begun."""
    begun = []
    for one in evaluations:
        standing = standing_of(one.unit.code, year, is_last=is_last)
        if standing > Standing.NOT_BEGUN:
            invented, cast = town.units[one.unit.code], town.casts[one.unit.code]
            begun.append(Begun(one, standing, cast, _judged(one, in_year(invented, year), standing)))
    write_all([Written(each.evaluation, each.judgement.document, each.cast.preparer) for each in begun])
    return begun


def _judged(evaluation: SelfEvaluation, unit: DemoUnit, standing: Standing) -> Judgement:
    """What the unit is to hand in, with what the checks say of it, explained; less of it where somebody still works on it."""
    edition = edition_of(evaluation)
    judgement = judge(evaluation, scored(edition, hand_in(edition, blank(evaluation), unit)), with_peers=False)
    document = explained(judgement.document, judgement.unexplained)
    if standing == Standing.DRAFTING:
        document = left_off(edition, document, unit.code)
    return replace(judgement, document=document)


def _bring(town: Town, begun: Sequence[Begun]) -> None:
    """Take evaluations, by their people, through the workflow to where each is to stand."""

    def at_least(standing: Standing) -> list[Begun]:
        return [one for one in begun if one.standing >= standing]

    perform_all("submit", [one.attempt_by(one.cast.preparer) for one in at_least(Standing.UNIT_CHECK)])
    perform_all("confirm", [one.attempt_by(one.cast.head) for one in at_least(Standing.SUBMITTED)])
    for one in at_least(Standing.RETURNED):
        if one.standing == Standing.RETURNED:
            talk(one.evaluation, one.cast.preparer, one.cast.reviewer)
    perform_all("approve", [one.attempt_by(one.cast.reviewer) for one in at_least(Standing.APPROVED)])
    perform_all("publish", [one.attempt_by(town.bureau.manager) for one in at_least(Standing.PUBLISHED)])
