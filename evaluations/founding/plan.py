"""The initial contents of an empty database: the questions for each use, and the plan made from the answers. Pure: asks nobody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from accounts.models import USERNAME_LIMIT, User
from accounts.roles import Role
from evaluations.core.basics.values import NAME_LIMIT, Unreadable, clean_line
from evaluations.units.models import CODE_LIMIT

_PERSON = User._meta.get_field("name").max_length or 0


class Use(StrEnum):
    """Who uses the program: a finance bureau with its units, a department with its units, one unit for itself."""

    BUREAU = "bureau"
    DEPARTMENT = "department"
    UNIT = "unit"

    @property
    def label(self) -> str:
        """The use in words."""
        return {Use.BUREAU: "财政局", Use.DEPARTMENT: "主管部门", Use.UNIT: "单位自用"}[self]


class NotUnderstood(Exception):
    """An answer can't be used; the text says what was found and what is expected."""


@dataclass(frozen=True, slots=True)
class Named:
    """A code or a user name, and the name for which it stands."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, answered by the option `--key`, the environment variable `INIT_KEY` or at a terminal; `default` gets the earlier answers."""

    key: str
    label: str
    example: str
    read: Callable[[str], Any]
    default: Callable[[Mapping[str, Any]], Any] | None = None

    @property
    def option(self) -> str:
        """The command's option."""
        return f"--{self.key.replace('_', '-')}"

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"INIT_{self.key.upper()}"


@dataclass(frozen=True, slots=True)
class Plan:
    """The initial contents. `bureau_name` is "" if a unit uses the program for itself."""

    use: Use
    region: Named
    bureau_name: str
    units: Sequence[Named]
    people: Sequence[tuple[Role, Named]]


def read_use(text: str) -> Use:
    """The use, typed as its code, its number in the list, or its words.

    Raises:
        NotUnderstood: it is none of these.
    """
    typed = text.strip().lower()
    for number, use in enumerate(Use, 1):
        if typed in (use.value, use.label, str(number)):
            return use
    raise NotUnderstood(
        f"用途填的是“{text[:20]}”，应为 {'、'.join(f'{use.value}（{use.label}）' for use in Use)} 之一。"
    )


def _line(limit: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            line = clean_line(text, limit)
        except Unreadable as fault:
            raise NotUnderstood(str(fault)) from fault
        if not line:
            raise NotUnderstood("不能空着。")
        return line

    return read


def _named(code_limit: int, name_limit: int, example: str) -> Callable[[str], Named]:
    def read(text: str) -> Named:
        code, colon, name = text.replace("：", ":").partition(":")
        if not colon:
            raise NotUnderstood(f"填的是“{text[:40]}”，应当用冒号分成两部分，例如 {example}。")
        return Named(_line(code_limit)(code), _line(name_limit)(name))

    return read


def _several(read: Callable[[str], Named]) -> Callable[[str], list[Named]]:
    def read_all(text: str) -> list[Named]:
        return [read(part) for part in text.replace("；", ";").split(";") if part.strip()]

    return read_all


def _person(key: str, label: str, example: str) -> Question:
    return Question(key, f"{label}（用户名:姓名）", example, _named(USERNAME_LIMIT, _PERSON, example))


_UNIT = _named(CODE_LIMIT, NAME_LIMIT, "101001:白石区图书馆")
_REGION = (
    Question("region_code", "地区代码", "990101", _line(CODE_LIMIT)),
    Question("region_name", "地区名称", "白石区", _line(NAME_LIMIT)),
)
_STAFF = (
    _person("administrator", "系统管理员", "xitong:王系统"),
    _person("auditor", "审计员", "shenji:李审计"),
    _person("manager", "绩效管理员", "jixiao:赵绩效"),
)
_UNITS = "101001:白石区图书馆;101002:白石区文化馆"

QUESTIONS: Mapping[Use, Sequence[Question]] = {
    Use.BUREAU: (
        *_REGION,
        Question(
            "bureau",
            "财政局名称",
            "白石区财政局",
            _line(NAME_LIMIT),
            lambda given: f"{given.get('region_name', '')}财政局",
        ),
        *_STAFF,
        Question(
            "unit", "预算单位（代码:名称，几个用分号隔开，可以以后再添加）", _UNITS, _several(_UNIT), lambda _: []
        ),
    ),
    Use.DEPARTMENT: (
        *_REGION,
        Question("bureau", "主管部门名称", "白石区教育局", _line(NAME_LIMIT)),
        *_STAFF,
        Question(
            "unit", "所属单位（代码:名称，几个用分号隔开，可以以后再添加）", _UNITS, _several(_UNIT), lambda _: []
        ),
    ),
    Use.UNIT: (
        *_REGION,
        Question("unit", "单位（代码:名称）", "101001:白石区图书馆", _several(_UNIT)),
        _person("preparer", "填报人", "zhoumin:周敏"),
    ),
}


def plan_of(use: Use, answers: Mapping[str, Any]) -> Plan:
    """The plan made from the answers to all questions of `use`.

    Raises:
        NotUnderstood: there are several units although one uses the program for itself, or two have the same code or name.
    """
    units: list[Named] = answers["unit"]
    if use == Use.UNIT and len(units) != 1:
        raise NotUnderstood(f"单位自用只有一个单位，这里填了 {len(units)} 个；有几个单位的，请选“主管部门”。")
    people = [(role, answers[role.value]) for role in Role if role.value in answers]
    _refuse_repeated("单位代码", [unit.code for unit in units])
    _refuse_repeated("用户名", [person.code for _, person in people])
    region = Named(answers["region_code"], answers["region_name"])
    return Plan(use, region, answers.get("bureau", ""), units, people)


def _refuse_repeated(what: str, codes: Sequence[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise NotUnderstood(f"{what}“{code}”填了不止一次，每个只能用一次。")
