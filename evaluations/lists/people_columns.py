"""The columns of the list of people: one row for each membership, so that a person may have several."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import USERNAME_LIMIT, User
from accounts.roles import BUREAU_ROLES, SYSTEM_ROLES, UNIT_ROLES, Role
from evaluations.core.basics.values import Unreadable
from evaluations.core.lists.columns import ListColumn, ListShape
from evaluations.units.models import CODE_LIMIT

DETAILS = ("name", "phone", "email")
ROLES = {role.label: role for role in Role}


def _username(text: str) -> str:
    username = User.normalize_username(text).lower()
    try:
        User._meta.get_field("username").run_validators(username)
    except ValidationError as fault:
        raise Unreadable(fault.messages[0]) from fault
    return username


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as fault:
        raise Unreadable("不是邮箱地址，例如 zhoumin@example.gov.cn，请改正。") from fault
    return text


USERNAME = ListColumn(
    name="username",
    heading="用户名",
    help="登录用的名字，在整个系统里唯一，用小写字母和数字。同一个人有几项任职的，填几行，用户名相同。",
    example="zhoumin",
    kind="code",
    limit=USERNAME_LIMIT,
    is_key=True,
    also_called=("登录名", "账号"),
    clean=_username,
)
NAME = ListColumn(
    name="name",
    heading="姓名",
    help="真实姓名。",
    example="周敏",
    limit=50,
    is_required=True,
    also_called=("人员姓名",),
)
PHONE = ListColumn(
    name="phone",
    heading="联系电话",
    help="座机或手机。",
    example="0731-28000000",
    limit=50,
    follows="username",
    also_called=("电话", "手机"),
)
EMAIL = ListColumn(
    name="email",
    heading="电子邮箱",
    help="忘记密码时，激活码可以发到这里。",
    example="zhoumin@example.gov.cn",
    limit=254,
    follows="username",
    also_called=("邮箱",),
    clean=_email,
)
UNIT = ListColumn(
    name="unit",
    heading="单位代码",
    help="任职的单位，必须已在预算单位清单里；审核员和绩效管理员不填。",
    example="101001",
    kind="code",
    limit=CODE_LIMIT,
    is_key=True,
    may_be_blank=True,
    also_called=("预算单位代码", "单位"),
)
SINCE = ListColumn(
    name="since", heading="起始日期", help="从哪一天起任职，不填就是已在任职。", example="2024-03-01", kind="date"
)
UNTIL = ListColumn(
    name="until",
    heading="截止日期",
    help="任职到哪一天为止（含当天），不填就不限。最早是今天。",
    example="2025-02-28",
    kind="date",
)


def role_column(roles: tuple[Role, ...]) -> ListColumn:
    """The column of roles, of which `roles` are offered; the others are read, so that they can be refused in words."""
    others = tuple(role.label for role in (*BUREAU_ROLES, *SYSTEM_ROLES) if role not in roles)
    return ListColumn(
        name="role",
        heading="角色",
        help="在这个单位的角色；审核员和绩效管理员不在单位任职。",
        example=roles[0].label,
        kind="choice",
        choices=tuple(role.label for role in roles),
        also_said=(*((label, label) for label in others), (f"财政局{Role.MANAGER.label}", Role.MANAGER.label)),
        is_key=True,
    )


def people_shape(roles: tuple[Role, ...]) -> ListShape:
    """The list of people in these roles."""
    columns = (USERNAME, NAME, PHONE, EMAIL, role_column(roles), UNIT, SINCE, UNTIL)
    return ListShape("人员", columns, each="任职")


OF_UNITS, OF_ALL = people_shape(UNIT_ROLES), people_shape((*UNIT_ROLES, *BUREAU_ROLES))
