"""The units of an invented city: who they are, and what each did, spent, aimed at and reached in a year. The same each time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import batched, islice
from random import Random

from evaluations.demo.city.kinds import Aim, Kind, department_of, in_city, names_of, numbers_of
from evaluations.demo.city.names import people, places
from evaluations.demo.units import DemoUnit, Figures, Indicator

CITY = "云洲市"
_SMALL, _UNITS_AN_ACCOUNTANT = "303", 6
_CENT = Decimal("0.01")
_GROWTH = 1.04
_MISSED, _UNSPENT = 0.12, 0.45  # how many indicators miss their target, how many units do not spend all
_LASTING = ("稳步提高", "逐步健全", "持续改善", "持续扩大")
_LASTED = (
    "制度已经建立，{m} 项措施落实到位",
    "比上年多覆盖 {m} 处，运行稳定",
    "新增骨干 {m} 名，能够独立承担工作",
    "设施全部投入使用，利用率比上年提高 {p} 个百分点",
)


@dataclass(frozen=True)
class CityUnit:
    """A unit of the city: what stays the same from year to year. `department` and `accountants` are codes of other units, "" for none."""

    kind: Kind
    code: str
    name: str
    preparer: str
    head: str
    phone: str
    posts: int
    staff: int
    department: str = ""
    accountants: str = ""

    @property
    def preparer_username(self) -> str:
        """The preparer's user name; one of the accountants' who prepare for several units, if they do for this one."""
        return f"d{self.accountants or self.code}"

    @property
    def head_username(self) -> str:
        """The head's user name."""
        return f"d{self.code}-fuze"


def city_units(number: int) -> list[CityUnit]:
    """So many units of all kinds, by their codes."""
    chance = Random(f"units {number}")  # noqa: S311 - invented data, the same each time
    named = people(chance)
    units = [
        _unit(kind, serial, name, named, chance)
        for kind, wanted in numbers_of(number)
        for serial, name in enumerate(islice(names_of(kind, CITY), wanted), 1)
    ]
    return _with_accountants(_under_departments(units))


def _under_departments(units: Sequence[CityUnit]) -> list[CityUnit]:
    codes = {unit.name: unit.code for unit in units}
    return [replace(unit, department=codes.get(in_city(department_of(unit.name), CITY), "")) for unit in units]


def _with_accountants(units: Sequence[CityUnit]) -> list[CityUnit]:
    """The units, of which the smallest leave it to the accountants of a 会计核算中心 to prepare, who do so for several."""
    centres = (unit for unit in units if unit.name.endswith("会计核算中心"))
    small = batched((unit for unit in units if unit.kind.code == _SMALL), _UNITS_AN_ACCOUNTANT)
    keepers = {unit.code: centre for centre, batch in zip(centres, small, strict=False) for unit in batch}
    return [_prepared_by(keepers[unit.code], unit) if unit.code in keepers else unit for unit in units]


def _prepared_by(centre: CityUnit, unit: CityUnit) -> CityUnit:
    return replace(unit, preparer=centre.preparer, phone=centre.phone, accountants=centre.code)


def _unit(kind: Kind, serial: int, name: str, named: Iterator[str], chance: Random) -> CityUnit:
    posts = chance.randint(*kind.posts)
    return CityUnit(
        kind=kind,
        code=f"{kind.code}{serial:03}",
        name=name,
        preparer=next(named),
        head=next(named),
        phone=f"0799-{chance.randint(2000000, 8999999)}",
        posts=posts,
        staff=max(1, posts - chance.choice((0, 0, 0, 1, 1, 2, 3))),
    )


def in_year(unit: CityUnit, year: int) -> DemoUnit:
    """The unit as it evaluates `year`, with the figures of the year before for comparison."""
    chance = Random(f"{unit.code} {year}")  # noqa: S311
    return DemoUnit(
        code=unit.code,
        name=unit.name,
        preparer=unit.preparer,
        head=unit.head,
        phone=unit.phone,
        posts=unit.posts,
        staff=unit.staff,
        about=f"本单位{_said(unit.kind.about, unit, chance)}编制 {unit.posts} 人，年末在职 {unit.staff} 人。",
        measures="；".join(unit.kind.measures) + "。",
        figures={each: _figures(unit, each) for each in (year - 1, year)},
        work={year: "；".join(_said(text, unit, chance) for text in chance.sample(unit.kind.work, 2)) + "。"},
        problem={year: chance.choice(unit.kind.problem) + "。"},
        plan=chance.choice(unit.kind.plan) + "。",
        indicators=list(_indicators(unit, chance)),
    )


def _said(text: str, unit: CityUnit, chance: Random) -> str:
    numbers = {"n": chance.randint(60, 60 + 40 * unit.posts), "m": chance.randint(3, 12 + unit.posts // 3)}
    return text.format(**numbers, p=chance.randint(3, 96), place=chance.choice(places()))


def _figures(unit: CityUnit, year: int) -> Figures:
    """The amounts of one year: much as those of the year before, since both grow from the same beginning."""
    beginning = Random(f"figures {unit.code}")  # noqa: S311
    here = Random(f"figures {unit.code} {year}")  # noqa: S311
    growth = _GROWTH ** (year - 2020)

    def amount(a_post: float) -> Decimal:
        return Decimal(a_post * unit.posts * growth * here.uniform(0.97, 1.03)).quantize(_CENT)

    personnel, operating = beginning.uniform(10.5, 15.5), beginning.uniform(0.9, 1.7)
    funds = [(fund, beginning.uniform(fund.least, fund.most)) for fund in unit.kind.funds]
    spent = amount(operating)
    return Figures(
        personnel=amount(personnel),
        operating=spent,
        office=_part(spent, 0.34),
        utilities_travel=_part(spent, 0.3),
        meeting_training=_part(spent, 0.08),
        official_reception=_part(Decimal(unit.posts), 0.01 * 0.96 ** (year - 2020)),
        business_funds=amount(beginning.uniform(0.2, 0.8)),
        maintenance_funds=amount(beginning.uniform(0.1, 0.5)),
        earmarked_funds={fund.name: amount(a_post) for fund, a_post in funds},
        unspent=_part(spent, here.uniform(0.05, 0.6)) if here.random() < _UNSPENT else Decimal(0),
    )


def _part(whole: Decimal, share: float) -> Decimal:
    return (whole * Decimal(share)).quantize(_CENT)


def _indicators(unit: CityUnit, chance: Random) -> Iterator[Indicator]:
    for aim in unit.kind.aims:
        yield aim.category, aim.name, *_target_and_actual(aim, chance)
    if any(aim.category == "benefit.sustainable" for aim in unit.kind.aims):
        served = chance.randint(20, 400) * 10
        yield "benefit.social", "受益群众", f"≥{served}人", f"{served + chance.randint(0, 90)}人"
    else:
        at = chance.randrange(len(_LASTING))
        yield "benefit.sustainable", "服务能力", _LASTING[at], _said(_LASTED[at], unit, chance)


def _target_and_actual(aim: Aim, chance: Random) -> tuple[str, str]:
    target = chance.randint(aim.least, aim.most)
    most = 100 if aim.unit == "%" else 366 if aim.unit == "天" else 10**9
    share = chance.uniform(0.82, 0.98) if chance.random() < _MISSED else chance.uniform(1.0, 1.12)
    actual = round(target / share) if aim.sign == "≤" else round(target * share)
    return f"{aim.sign}{target}{aim.unit}", f"{max(0, min(actual, most))}{aim.unit}"
