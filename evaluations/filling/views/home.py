"""The first page, by role, and beginning a year."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import BUREAU_ROLES, UNIT_ROLES, Role
from accounts.sending import post_only
from evaluations.common.refusal import Refused
from evaluations.core.values import TO_UPDATE
from evaluations.dossier.prefill import begin
from evaluations.filling.home_page import home_page
from evaluations.filling.reach import year_of_unit
from evaluations.filling.views.asking import asked
from evaluations.review.access import person

_HELP = ("使用说明", "/help/")
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

_PREFILLED = (
    "已从 {last_year} 年度审核通过的自评带入上年决算数、编制数、指标，以及报告第一、七、八章。"
    f"这几章开头写着“{TO_UPDATE}”，改好一章，就删去它的这一行。"
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The unit's evaluations by year; the bureau goes on to its desk, the auditor to the log; the others read what they can do."""
    user = person(request)
    if user.role in BUREAU_ROLES:
        return redirect("review:desk")
    if user.role in UNIT_ROLES:
        return render(request, "filling/home.html", home_page(user, asked(request)))
    if user.role == Role.AUDITOR:
        return redirect("auditing:log")
    return render(request, "filling/no_work.html", {"empty": _NO_WORK.get(user.role, _NO_ROLE)})


@post_only
def begin_year(request: HttpRequest, fiscal_year_id: int) -> HttpResponse:
    """Begin the unit's evaluation of a year, and go on to its task list."""
    user = person(request)
    year, unit = year_of_unit(user, fiscal_year_id)
    try:
        evaluation, is_prefilled = begin(unit, year, user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return render(request, "filling/home.html", home_page(user, asked(request)), status=409)
    if is_prefilled:
        messages.info(request, _PREFILLED.format(last_year=year.year - 1))
    return redirect("filling:tasks", evaluation.pk)
