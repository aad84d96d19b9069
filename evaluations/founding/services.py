"""Sets up an empty database for its use."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.activation import GivenCode, new_codes
from accounts.audit import record
from accounts.models import User
from accounts.roles import BUREAU_ROLES, UNIT_ROLES
from accounts.services import Newcomer, add_people
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.self_use import editions_to_choose, open_own_year, usual_year
from evaluations.founding.contents import contents
from evaluations.founding.plan import Plan, Use
from evaluations.units.models import Region, Unit
from evaluations.units.services import add_region, add_unit


def refuse_unless_empty() -> None:
    """Raise Refused unless the database is empty.

    Raises:
        Refused: it is not empty; the text says what it contains.
    """
    found = contents()
    if found.is_empty:
        return
    name = connection.settings_dict["NAME"]
    other = f"请先停止服务，把 {name} 改名或移走，再运行一次" if connection.vendor == "sqlite" else "请换一个空的数据库"
    why = "演示数据和正式数据不能放在一起" if found.is_demo else "初始设置只做一次；要另建一套"
    raise Refused(f"数据库里已有数据：{found}。{why}，{other}。")


@transaction.atomic
def found(plan: Plan) -> list[GivenCode]:
    """Create the plan's region, units and first people, with an activation code for each person; for a unit without a bureau also the usual year.

    Raises:
        Refused: the database is not empty, or a value can't be used.
    """
    refuse_unless_empty()
    try:
        region = add_region(plan.region.code, plan.region.name, plan.bureau_name, has_bureau=plan.use != Use.UNIT)
        units = [add_unit(region, unit.code, unit.name) for unit in plan.units]
        people = _people(plan, region, units)
    except ValidationError as fault:
        raise Refused("；".join(fault.messages)) from fault
    if plan.use == Use.UNIT:
        open_own_year(units[0], usual_year(), editions_to_choose()[0], None)
    codes = [unit.code for unit in units]
    record("init", subject=region.code, detail={"use": plan.use.value, "name": str(region), "units": "、".join(codes)})
    return new_codes(people, None)


def _people(plan: Plan, region: Region, units: list[Unit]) -> list[User]:
    return add_people(
        Newcomer(
            person.code,
            person.name,
            role,
            None,
            unit=units[0] if role in UNIT_ROLES else None,
            region=region if role in BUREAU_ROLES else None,
        )
        for role, person in plan.people
    )
