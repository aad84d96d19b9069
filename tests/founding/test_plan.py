"""The answers for each use make a plan; what can't be used is told, all of it at once where nobody can be asked."""

from collections.abc import Mapping

import pytest

from accounts.roles import Role
from evaluations.founding.asking import plan_from
from evaluations.founding.plan import Named, NotUnderstood, Plan, Use

BUREAU = {
    "use": "bureau",
    "region_code": "990101",
    "region_name": "白石区",
    "administrator": "xitong:王系统",
    "auditor": "shenji:李审计",
    "manager": "jixiao：赵绩效",
}
UNIT = {
    "use": "unit",
    "region_code": "990101",
    "region_name": "白石区",
    "unit": "101001:白石区图书馆",
    "preparer": "zhoumin:周敏",
}


def plan(options: Mapping[str, str], **environment: str) -> Plan:
    return plan_from(options, environment, None, print)


def asked(*typed: str, **options: str) -> tuple[Plan, list[str]]:
    """The plan of what somebody types, one answer after another, and all that they were shown."""
    answers, shown = iter(typed), list[str]()

    def ask(prompt: str) -> str:
        shown.append(prompt)
        return next(answers)

    made = plan_from(options, {}, ask, shown.append)
    assert not list(answers)
    return made, shown


def test_a_bureau_has_its_name_from_the_region_unless_told() -> None:
    made = plan(BUREAU)
    assert (made.use, made.region, made.bureau_name) == (Use.BUREAU, Named("990101", "白石区"), "白石区财政局")
    assert made.people == [
        (Role.MANAGER, Named("jixiao", "赵绩效")),
        (Role.ADMINISTRATOR, Named("xitong", "王系统")),
        (Role.AUDITOR, Named("shenji", "李审计")),
    ]
    assert plan(BUREAU | {"bureau": "白石区财政金融局"}).bureau_name == "白石区财政金融局"


def test_a_department_stands_where_the_bureau_stands() -> None:
    made = plan(BUREAU | {"use": "主管部门", "bureau": "白石区教育局", "unit": "205001:一小;205002：二小"})
    assert made.bureau_name == "白石区教育局"
    assert made.units == [Named("205001", "一小"), Named("205002", "二小")]


def test_a_unit_for_itself_has_one_clerk_and_no_bureau() -> None:
    made = plan(UNIT)
    assert made.bureau_name == ""
    assert made.people == [(Role.PREPARER, Named("zhoumin", "周敏"))]


def test_a_container_answers_by_its_environment_and_options_come_first() -> None:
    made = plan({"region_name": "青石区"}, **{f"INIT_{key.upper()}": value for key, value in BUREAU.items()})
    assert (made.use, made.region) == (Use.BUREAU, Named("990101", "青石区"))


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        plan({"use": "bureau", "region_name": "白石区"})
    text = str(refusal.value)
    for option in ("--region-code", "--administrator", "--auditor", "--manager", "INIT_MANAGER", "jixiao:赵绩效"):
        assert option in text
    assert "--bureau" not in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"use": "bank"}, "用途填的是“bank”，应为 bureau（财政局）、department（主管部门）、unit（单位自用） 之一"),
        (
            {"administrator": "王系统"},
            "系统管理员（用户名:姓名）：填的是“王系统”，应当用冒号分成两部分，例如 xitong:王系统",
        ),
        ({"administrator": ":王系统"}, "系统管理员（用户名:姓名）：不能空着"),
        ({"auditor": "xitong:李审计"}, "用户名“xitong”填了不止一次"),
        ({"unit": "1:甲;1:乙"}, "单位代码“1”填了不止一次"),
        ({"region_code": "9" * 70}, "地区代码：.*64"),
    ],
)
def test_an_answer_that_can_not_be_used_is_told_with_what_is_expected(change: dict[str, str], told: str) -> None:
    with pytest.raises(NotUnderstood, match=told):
        plan(BUREAU | change)


def test_a_unit_for_itself_is_one_unit() -> None:
    with pytest.raises(NotUnderstood, match="单位自用只有一个单位，这里填了 2 个"):
        plan(UNIT | {"unit": "1:甲;2:乙"})


def test_at_a_terminal_what_is_not_given_is_asked_and_asked_again() -> None:
    typed = ("4", "3", "990101", "", "白石区", "101001 图书馆", "101001:白石区图书馆", "zhoumin:周敏")
    made, shown = asked(*typed)
    assert made == plan(UNIT)
    assert "  1 财政局（bureau）" in shown
    assert "地区名称：不能空着。" in shown
    assert any("应当用冒号分成两部分" in line for line in shown)


def test_at_a_terminal_enter_takes_what_is_offered() -> None:
    given = {key: value for key, value in BUREAU.items() if key != "use"}
    made, shown = asked("1", "", "", **given)
    assert made == plan(BUREAU)
    assert "财政局名称（按回车：白石区财政局）：" in shown
