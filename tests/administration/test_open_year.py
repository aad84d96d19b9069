"""The command that opens a year and issues it, the twin of the manager's page."""

from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Region, Section, UnitKind
from tests.factories import a_person, a_region, a_unit, a_year

pytestmark = pytest.mark.django_db

TIMES = {"opens": "2024-01-10 09:00", "deadline": "2024-04-30"}


def opened(**options: object) -> str:
    """What the command writes, for 2023 in the usual region unless told."""
    out = StringIO()
    call_command("open_year", **{"region": a_region().code, "year": "2023"} | options, stdout=out)
    return out.getvalue()


def issued() -> set[str]:
    return set(SelfEvaluation.objects.values_list("unit__code", flat=True))


def local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_a_year_is_opened_and_issued_to_all_and_the_log_tells(tmp_path: Path) -> None:
    a_person(Role.PREPARER, a_unit("U1"))
    a_unit("U2")
    notice = tmp_path / "通知.txt"
    notice.write_text("请按时报送。", encoding="utf-8-sig")
    told = opened(**TIMES, notice_file=str(notice), issue="all")
    year = FiscalYear.objects.get()
    assert (local(year.opens_at), local(year.deadline)) == ("2024-01-10 09:00", "2024-04-30 23:59")
    assert (year.notice, year.needs_issuing, year.issued_by) == ("请按时报送。", True, None)
    assert year.issued_at
    assert issued() == {"U1", "U2"}
    assert "2024年1月10日 09:00 开始填报，2024年4月30日 23:59 截止" in told
    assert "下达给 2 个单位。" in told
    assert "妨碍：没有填报人：1 个单位，没有人能填写。测试单位U2（U2）" in told
    events = AuditEvent.objects.filter(action__in=("open_year", "issue_year")).order_by("pk")
    assert [(event.action, event.actor, event.subject) for event in events] == [
        ("open_year", None, "430203 2023"),
        ("issue_year", None, "430203 2023"),
    ]


def test_a_dry_run_tells_the_same_and_stores_nothing() -> None:
    a_unit()
    before = AuditEvent.objects.count()
    told = opened(**TIMES, issue="all", dry_run=True)
    assert "下达给 1 个单位。" in told
    assert "妨碍：没有单位负责人：1 个单位" in told
    assert told.endswith("以上只显示，没有保存。\n")
    assert not FiscalYear.objects.exists()
    assert not SelfEvaluation.objects.exists()
    assert AuditEvent.objects.count() == before
    assert told == opened(**TIMES, issue="all") + "以上只显示，没有保存。\n"


def test_what_is_not_given_is_as_the_year_before_a_year_later() -> None:
    before = a_year(year=2022, notice="去年的通知")
    opened(deadline="2030-06-30 18:00")
    year = FiscalYear.objects.get(year=2023)
    assert (year.edition, year.notice) == (before.edition, "去年的通知")
    assert year.opens_at.year == before.opens_at.year + 1
    assert local(year.deadline) == "2030-06-30 18:00"


def test_without_being_told_to_a_year_is_not_issued_but_the_obstacles_are_told() -> None:
    a_unit()
    assert "妨碍：没有填报人：1 个单位" in opened(**TIMES)
    assert issued() == set()


def test_a_year_that_is_open_is_issued_to_further_units(tmp_path: Path) -> None:
    for number, code in enumerate(("U1", "U2", "U3", "U4")):
        unit = a_unit(code)
        unit.kind = UnitKind.ADMINISTRATIVE if number == 0 else ""
        unit.section = Section.objects.get_or_create(region=a_region(), name="教科文股")[0] if number == 1 else None
        unit.save()
    opened(**TIMES)
    assert "下达给 1 个单位。" in opened(issue="kind:行政单位")
    assert issued() == {"U1"}
    opened(issue="section:教科文股")
    assert issued() == {"U1", "U2"}
    codes = tmp_path / "codes.txt"
    codes.write_text("U1\nU3\n", encoding="utf-8")
    opened(issue=f"codes:{codes}")
    assert issued() == {"U1", "U2", "U3"}
    opened(issue="all")
    assert "没有变化" in opened(issue="all")
    codes.write_text("U1 U9", encoding="utf-8")
    with pytest.raises(CommandError, match="没有代码为 U9 的单位"):
        opened(issue=f"codes:{codes}")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"region": "999999"}, "没有代码为“999999”的地区，现有：430203"),
        ({"year": "去年"}, "年度应为四位数字"),
        ({"year": "1900"}, "年度应在"),
        ({"opens": None}, "--opens：没有填，也没有上一个年度可以照用，请填写日期和时间"),
        ({"deadline": "四月底"}, "--deadline：填的是“四月底”，请填写日期和时间，例如 2024-05-31 18:00"),
        ({"deadline": "2024-01-01"}, "截止时间必须晚于开始填报时间"),
        ({"edition": "x"}, "没有代码为“x”的表样，现有："),
        ({"notice_file": "/nothing.txt"}, "没有这个文件"),
        ({"issue": "some"}, "--issue 填的是“some”，应为 all、kind:"),
        ({"issue": "kind:公司"}, "没有名为“公司”的单位类型，现有：行政单位"),
        ({"issue": "section:农业股"}, "没有名为“农业股”的归口股室，现有：还没有"),
    ],
)
def test_what_can_not_be_used_is_said_and_nothing_is_stored(options: dict[str, object], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        opened(**TIMES | options)
    assert not FiscalYear.objects.exists()


def test_an_open_year_is_not_changed() -> None:
    opened(**TIMES)
    with pytest.raises(CommandError, match=r"已有2023年度，没有改动.*请去掉 --deadline"):
        opened(deadline="2024-12-31", issue="all")
    with pytest.raises(CommandError, match="要下达给单位，请加 --issue"):
        opened()


def test_units_that_begin_by_themselves_are_not_issued_to() -> None:
    a_year(needs_issuing=False)
    with pytest.raises(CommandError, match="由各单位自行开始填报，不用下达"):
        opened(issue="all")
    alone = Region.objects.create(code="990101", name="白石区", bureau_name="")
    with pytest.raises(CommandError, match="没有财政局"):
        opened(region=alone.code, **TIMES)
