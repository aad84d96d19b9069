"""Sends each person to their own page, by role; tells those who have none what they can do."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_safe

from accounts.roles import UNIT_ROLES, Role
from evaluations.access.evaluations import evaluation_for_transition
from evaluations.access.people import current_user
from evaluations.filling.views import home as filling
from evaluations.home.navigation import FIRST_PAGE, links_of

_HELP = ("使用说明", reverse_lazy("accounts:help"))
_NO_ROLE: Mapping[str, object] = {
    "title": "您的账号还没有角色",
    "text": "请联系系统管理员，把您的账号分到单位或财政局之后再登录。",
    "action": _HELP,
    "commands": (),
}
_NO_WORK: Mapping[str, Mapping[str, object]] = {
    Role.ADMINISTRATOR: {
        "title": "账号由您管理，目前在服务器上办理",
        "text": "您管理账号和角色，看不到业务数据。系统里还没有管理账号的页面：下面几件事，请维护服务器的技术人员在安装目录里运行命令；"
        "添加其他角色的人员、更换角色和单位、停用账号还没有命令，请技术人员用程序办理。",
        "action": _HELP,
        "commands": (
            ("重新设置一个人的密码", "./run changepassword 用户名"),
            ("添加一名系统管理员", "./run createsuperuser"),
        ),
    },
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The unit's evaluations by year; the bureau goes on to its desk, the auditor to the log; the others read what they can do."""
    role = current_user(request).role
    if role in UNIT_ROLES:
        return filling.home(request)
    first, *_ = links_of(role)
    if first != FIRST_PAGE:
        return redirect(first[1])
    return render(request, "home/no_work.html", {"empty": _NO_WORK.get(role, _NO_ROLE)})


@require_safe
def evaluation(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Redirects to where this person continues with an evaluation that may have changed: the unit's tasks, or the bureau's list of the year."""
    user = current_user(request)
    found = evaluation_for_transition(user, evaluation_id)
    if user.role in UNIT_ROLES:
        return redirect("filling:tasks", found.pk)
    return redirect(f"{reverse('desk:list')}?year={found.fiscal_year.year}")
