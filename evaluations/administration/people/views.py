"""The pages for people: the list, a new person, one person and their details."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.keeping import bureaus_kept_by, roles_kept_by
from accounts.mailing import is_mail_set_up
from accounts.models import User
from accounts.roles import Role
from accounts.services import Newcomer, add_people, change_person
from evaluations.access.people import keeper, person_for_keeper
from evaluations.administration.people import listing
from evaluations.administration.people.forms import DetailsForm, MembershipForm, NewcomerForm, SearchForm, tell
from evaluations.administration.people.page import page_of
from evaluations.administration.people.showing import FormPage
from evaluations.administration.people.words import AccountState
from evaluations.common.planning import planned_for_values
from evaluations.common.refusal import Refused
from evaluations.shared_pages.forms import typed


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people whom the signed-in person keeps, filtered, 50 per page, each with a box to tick for an activation slip."""
    actor = keeper(request)
    asked = typed(SearchForm(request.GET))
    with planned_for_values():
        page = listing.page(actor, listing.listed(actor, asked), after=asked["after"], before=asked["before"])
    context = {
        "asked": asked,
        "page": page,
        "per_page": listing.PER_PAGE,
        "roles": roles_kept_by(actor),
        "states": listing.STATES,
        "regions": _regions(actor),
        "has_units": actor.has(Role.MANAGER) or len(actor.units(Role.UNIT_HEAD)) > 1,
        "is_narrowed": any(asked[name] for name in ("name", "unit", "role", "region", "state")),
        "ended": _ended_too(actor, asked) if not page.lines else False,
        "mails": is_mail_set_up(),
        "has_list": actor.has(Role.MANAGER),
    }
    return render(request, "administration/people.html", context)


def _regions(actor: Actor) -> list[tuple[int, str]]:
    """The regions to choose from, as (primary key, name); none if there is no choice."""
    managed = actor.regions(Role.MANAGER)
    found = [*bureaus_kept_by(actor), *(region for region in actor.own_bureaus if region.pk in managed)]
    return [(region.pk, region.name) for region in found] if len(found) > 1 else []


def _ended_too(actor: Actor, asked: dict[str, Any]) -> bool:
    """Whether people whose memberships have ended match the search."""
    if asked["state"] == listing.PRESENT:
        return listing.listed(actor, asked | {"state": AccountState.ENDED}).exists()
    return False


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Adds a person with their first membership; leads on to their page, which offers the activation slip."""
    actor = keeper(request)
    posted = request.POST if request.method == "POST" else None
    newcomer = NewcomerForm(posted)
    membership = MembershipForm(actor, posted, initial=_asked_for(request))
    if posted is None:
        return _show_new(request, newcomer, membership)
    if not (newcomer.is_valid() & membership.is_valid()):
        return _show_new(request, newcomer, membership, 422)
    try:
        person = _added(newcomer, membership, actor)
    except (Refused, ValidationError) as fault:
        tell([newcomer, membership], fault)
        return _show_new(request, newcomer, membership, 409)
    messages.success(request, f"已添加 {person.name}，用户名是 {person.username}。请把激活单交给本人，由本人设置密码。")
    return redirect("administration:person", person.pk)


def _added(newcomer: NewcomerForm, membership: MembershipForm, actor: Actor) -> User:
    role, unit, region = membership.place
    since, until = membership.days
    details = newcomer.details._asdict()
    made = Newcomer(
        newcomer.cleaned_data["username"],
        role=role,
        password=None,
        unit=unit,
        region=region,
        since=since,
        until=until,
        **details,
    )
    (person,) = add_people([made], actor)
    return person


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """The role and the unit that a link to the page preselects."""
    return {name: request.GET[name] for name in ("role", "unit") if name in request.GET}


def _show_new(
    request: HttpRequest, newcomer: NewcomerForm, membership: MembershipForm, status: int = 200
) -> HttpResponse:
    context = {"newcomer": newcomer, "membership": membership}
    return render(request, "administration/people_new.html", context, status=status)


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person, as far as the signed-in person keeps them."""
    found = person_for_keeper(request, person_id)
    context = {"page": page_of(found, keeper(request)), "mails": is_mail_set_up() and bool(found.email)}
    return render(request, "administration/people_person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_details(request: HttpRequest, person_id: int) -> HttpResponse:
    """Changes name, telephone and email address of a person whose account one keeps."""
    found = person_for_keeper(request, person_id)
    form = DetailsForm(found, request.POST if request.method == "POST" else None)
    page = FormPage(found, "修改资料", "保存", (form,))
    if not form.is_valid():
        return page.shown(request, 422 if form.is_bound else 200)
    try:
        change_person(found, form.details, keeper(request), seen=form.shown)
    except (Refused, ValidationError) as fault:
        return page.refused(request, fault)
    messages.success(request, f"已保存 {form.details.name} 的资料。")
    return redirect("administration:person", found.pk)
