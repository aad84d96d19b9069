"""A unit's projects: the list, and adding, changing and removing one."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.audit.pages import note_refused_page
from accounts.roles import Role
from accounts.sending import post_only
from evaluations.access.people import current_actor
from evaluations.common.refusal import Refused
from evaluations.projects.models import Project
from evaluations.projects.services import Particulars, add_project, change_project, remove_project
from evaluations.units.models import Unit

_YEARS = {
    "invalid": "年度应为四位数字，例如 2023。",
    "min_value": "年度太早，请核对。",
    "max_value": "年度太晚，请核对。",
}


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is known of a project."""

    class Meta:
        model = Project
        fields = Particulars._fields
        help_texts = {
            "name": "与预算批复的项目名称一致。",
            "code": "预算管理一体化系统里的编码，没有可以不填。",
            "kind": "例如：特定目标类、其他运转类。",
            "department": "不填就是本单位的主管部门。",
            "implementer": "具体使用资金、组织实施的单位，不填就是本单位。",
            "since_year": "从哪个年度起填报自评，不填就不限。",
            "until_year": "最后一个要填报的年度，还在实施的不填。",
        }
        error_messages = {
            "name": {"required": "请填写项目名称。"},
            "since_year": _YEARS,
            "until_year": _YEARS,
        }

    def _post_clean(self) -> None:
        """Not validated against the database here: the service does it, tells all faults at once, and stores."""


@require_safe
def projects(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The unit's projects."""
    unit = _unit(request, unit_id)
    listed = Project.objects.filter(unit=unit).annotate(times=Count("evaluations"))
    return render(request, "filling/projects.html", {"unit": unit, "projects": listed})


@require_http_methods(["GET", "HEAD", "POST"])
def new_project(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The form of a new project; POST adds it."""
    unit, form = _unit(request, unit_id), ProjectForm(request.POST or None)
    if added := _stored(request, form, lambda typed: add_project(unit, typed, current_actor(request))):
        messages.success(request, f"已登记项目“{added}”。")
        return redirect("filling:projects", unit.pk)
    return _show(request, form, unit)


@require_http_methods(["GET", "HEAD", "POST"])
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """The form of a project; POST changes it."""
    found = _project(request, project_id)
    form = ProjectForm(request.POST or None, initial=forms.model_to_dict(found))
    if changed := _stored(request, form, lambda typed: change_project(found, typed, current_actor(request))):
        messages.success(request, f"项目“{changed}”已保存。")
        return redirect("filling:projects", changed.unit_id)
    return _show(request, form, found.unit, found)


def _stored(request: HttpRequest, form: ProjectForm, store: Callable[[Particulars], Project]) -> Project | None:
    """The project as `store` keeps what was typed; None if nothing was sent or it is refused, which the form then says."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return store(Particulars(**form.cleaned_data))
    except (Refused, ValidationError) as fault:
        form.add_error(None, fault if isinstance(fault, ValidationError) else str(fault))
        return None


@post_only
def remove(request: HttpRequest, project_id: int) -> HttpResponse:
    """Remove a project that was never evaluated."""
    found = _project(request, project_id)
    try:
        remove_project(found, current_actor(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已删除项目“{found}”。")
    return redirect("filling:projects", found.unit_id)


def _show(request: HttpRequest, form: ProjectForm, unit: Unit, found: Project | None = None) -> HttpResponse:
    context = {"form": form, "unit": unit, "project": found, "is_evaluated": found and found.evaluations.exists()}
    return render(request, "filling/project_form.html", context, status=422 if form.errors else 200)


def _unit(request: HttpRequest, unit_id: int) -> Unit:
    """The unit, whose projects this person keeps.

    Raises:
        Http404: they do not; logged.
    """
    actor = current_actor(request)
    unit = next((unit for unit in actor.own_units if unit.pk == unit_id), None)
    if unit is None or unit.pk not in actor.units(Role.PREPARER):
        raise _out_of_reach(request, actor)
    return unit


def _project(request: HttpRequest, project_id: int) -> Project:
    actor = current_actor(request)
    mine = Project.objects.filter(unit__in=actor.units(Role.PREPARER)).select_related("unit__region")
    found = mine.filter(pk=project_id).first()
    if found is None:
        raise _out_of_reach(request, actor)
    return found


def _out_of_reach(request: HttpRequest, actor: Actor) -> Http404:
    note_refused_page(request, actor)
    return Http404()
