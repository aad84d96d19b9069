"""`init` makes an empty database ready, once, through the services; nobody else's data are touched."""

import json
import re
from io import StringIO

import pytest
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import AuditEvent, Membership, User
from accounts.roles import Role
from evaluations.auditing.reading import read_log
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.self_use import usual_year
from evaluations.units.models import Region, Unit
from tests.factories import a_person, an_evaluation
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PLACE = {"region_code": "990101", "region_name": "白石区"}
STAFF = {"administrator": "xitong:王系统", "auditor": "shenji:李审计", "manager": "jixiao:赵绩效"}
GOOD = "清风扬正气书香满机关"


def init(**options: str | list[str]) -> str:
    out = StringIO()
    call_command("init", stdout=out, **options)
    return out.getvalue()


def codes(printed: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) +(\w{4}-\w{4}-\w{4})  ", printed, re.MULTILINE))


def roles() -> dict[str, str]:
    return dict(Membership.objects.values_list("user__username", "role"))


def test_a_bureau_gets_its_region_and_first_people_each_with_a_code() -> None:
    printed = init(use="bureau", bureau="白石区财政局", **PLACE, **STAFF)
    region = Region.objects.get()
    assert (region.code, region.name, region.bureau_name) == ("990101", "白石区", "白石区财政局")
    assert roles() == {"xitong": Role.ADMINISTRATOR, "shenji": Role.AUDITOR, "jixiao": Role.MANAGER}
    assert codes(printed).keys() == roles().keys()
    assert "/activate/" in printed
    assert not any(person.has_usable_password() for person in User.objects.all())
    assert not FiscalYear.objects.exists()


def test_a_department_gets_its_units_and_stands_where_the_bureau_stands() -> None:
    init(use="department", bureau="白石区教育局", unit=["205001:一小", "205002:二小"], **PLACE, **STAFF)
    assert Region.objects.get().bureau_name == "白石区教育局"
    assert list(Unit.objects.values_list("code", "name")) == [("205001", "一小"), ("205002", "二小")]


def test_a_unit_for_itself_can_begin_at_once(client: Client) -> None:
    printed = init(use="unit", unit=["101001:白石区图书馆"], preparer="zhoumin:周敏", **PLACE)
    assert not Region.objects.get().has_bureau
    password = {"new_password1": GOOD, "new_password2": GOOD}
    client.post("/activate/", {"username": "zhoumin", "code": codes(printed)["zhoumin"]} | password)
    assert get_user(client).is_authenticated
    page = Page(client.get("/"))
    assert f"{usual_year()}年度自评" in page.text
    assert "可以开始填报" in page.text


def test_all_of_it_stands_in_the_log() -> None:
    init(use="bureau", unit=["101001:白石区图书馆"], **PLACE, **STAFF)
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert sorted(set(actions)) == ["add_person", "init", "make_code"]
    told = AuditEvent.objects.get(action="init")
    assert told.subject == "990101"
    assert json.loads(told.detail) == {"use": "bureau", "name": "白石区", "units": "101001"}
    assert read_log().broken == []


def test_a_database_that_holds_data_is_left_alone_and_said_to_hold_what() -> None:
    a_person(Role.PREPARER)
    an_evaluation()
    with pytest.raises(CommandError, match="地区 1 个、单位 1 个、人员 1 人、自评 1 份。初始设置只做一次"):
        init(use="bureau", **PLACE, **STAFF)
    assert Region.objects.count() == 1


def test_the_demo_is_said_to_be_one() -> None:
    call_command("demo", stdout=StringIO())
    with pytest.raises(CommandError, match="地区 1 个、单位 6 个、人员 15 人、自评 12 份，是演示数据"):
        init(use="bureau", **PLACE, **STAFF)


def test_what_can_not_be_stored_leaves_nothing_behind() -> None:
    with pytest.raises(CommandError, match=r"绩效管理员（用户名:姓名）：.*50"):
        init(use="bureau", **PLACE, **STAFF | {"manager": f"jixiao:{'赵' * 60}"})
    assert not Region.objects.exists()


def test_without_a_terminal_what_is_missing_is_named() -> None:
    with pytest.raises(CommandError, match="缺少地区代码：请加 --region-code（或设环境变量 INIT_REGION_CODE）"):
        init(use="unit")
