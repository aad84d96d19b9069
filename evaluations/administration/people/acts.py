"""Acts on one person: memberships are given, changed, ended and handed over, the account is disabled and enabled."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.keeping import memberships_kept_by, people_seen_by
from accounts.memberships import GONE, change_membership, end_membership, give_membership, hand_over
from accounts.models import Membership, User
from accounts.sending import post_only
from accounts.services import Newcomer, deactivate, reactivate, replace_person
from evaluations.access.people import keeper, membership_for_keeper, person_for_keeper
from evaluations.administration.people.consequences import of_deactivating, of_ending, of_replacing
from evaluations.administration.people.forms import MembershipForm, SuccessorForm, TermForm
from evaluations.administration.people.showing import FormPage, ask
from evaluations.common.refusal import Refused

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
def give(request: HttpRequest, person_id: int) -> HttpResponse:
    """Gives one more membership."""
    person, actor = person_for_keeper(request, person_id), keeper(request)
    form = MembershipForm(actor, request.POST if request.method == "POST" else None)
    page = FormPage(person, "添加任职", "添加任职", (form,), units=form.listed_units)
    if not form.is_valid():
        return page.shown(request, 422 if form.is_bound else 200)
    role, unit, region = form.place
    since, until = form.days
    try:
        given = give_membership(person, role, actor, unit=unit, region=region, since=since, until=until)
    except (Refused, ValidationError) as fault:
        return page.refused(request, fault)
    messages.success(request, f"已添加任职：{given.in_words}。")
    return redirect("administration:person", person.pk)


@asks
def change(request: HttpRequest, person_id: int, membership_id: int) -> HttpResponse:
    """Changes the days of a membership."""
    membership = membership_for_keeper(request, person_id, membership_id)
    if membership is None:
        return _gone(request, person_id)
    form = TermForm(membership, request.POST if request.method == "POST" else None)
    page = FormPage(membership.user, f"改期限：{membership.in_words}", "保存", (form,))
    if not form.is_valid():
        return page.shown(request, 422 if form.is_bound else 200)
    try:
        change_membership(membership, *form.days, keeper(request), seen=form.shown)
    except (Refused, ValidationError) as fault:
        return page.refused(request, fault)
    messages.success(request, f"已改期限：{membership.in_words}。")
    return redirect("administration:person", person_id)


@asks
def end(request: HttpRequest, person_id: int, membership_id: int) -> HttpResponse:
    """Ends a membership, after asking for confirmation."""
    membership = membership_for_keeper(request, person_id, membership_id)
    if membership is None:
        return _gone(request, person_id)
    if request.method != "POST":
        title = f"结束任职：{membership.user.name}，{membership.in_words}"
        return ask(request, membership.user, title, "结束任职", of_ending(membership))
    try:
        end_membership(membership, keeper(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{membership.user.name}不再是{membership.in_words}。")
    return _back(request, person_id)


@asks
def replace(request: HttpRequest, person_id: int, membership_id: int) -> HttpResponse:
    """Hands a membership over to somebody else; leads on to their page, which offers the activation slip."""
    membership, actor = membership_for_keeper(request, person_id, membership_id), keeper(request)
    if membership is None:
        return _gone(request, person_id)
    form = SuccessorForm(_candidates(membership, actor), request.POST if request.method == "POST" else None)
    lead = "".join([f"接替{membership.user.name}做{membership.in_words}。", *of_replacing(membership)])
    page = FormPage(membership.user, f"更换{membership.label}", "更换", (form,), lead)
    if not form.is_valid():
        return page.shown(request, 422 if form.is_bound else 200)
    try:
        successor = _replaced(membership, form, actor)
    except (Refused, ValidationError) as fault:
        return page.refused(request, fault)
    first_day = f"{form.cleaned_data['since']:%Y-%m-%d}"
    messages.success(request, f"{successor.name}（{successor.username}）从 {first_day} 起接替{membership.user.name}。")
    return redirect("administration:person", successor.pk)


def _replaced(membership: Membership, form: SuccessorForm, actor: Actor) -> User:
    first_day = form.cleaned_data["since"]
    if form.successor:
        return hand_over(membership, form.successor, first_day, actor).user
    username, details = form.cleaned_data["username"], form.details._asdict()
    newcomer = Newcomer(username, role=membership.role, password=None, **details)
    return replace_person(membership, newcomer, first_day, actor)


def _candidates(membership: Membership, actor: Actor) -> list[User]:
    """People with enabled accounts whom the actor keeps or kept in the same place, without those who have the role there already."""
    there = Membership.objects.filter(memberships_kept_by(actor), unit=membership.unit, region=membership.region)
    has_it = there.not_ended().filter(role=membership.role).values("user")
    return list(
        User.objects.filter(pk__in=there.values("user"), is_active=True).exclude(pk__in=has_it).order_by("name")
    )


@asks
def take_out_of_use(request: HttpRequest, person_id: int) -> HttpResponse:
    """Disables the account, after asking for confirmation."""
    person = person_for_keeper(request, person_id)
    if request.method != "POST":
        return ask(
            request, person, f"停用账号：{person.name}（{person.username}）", "停用账号", of_deactivating(person)
        )
    try:
        deactivate(person, keeper(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已停用 {person.name} 的账号，现有的登录都已退出。")
    return redirect("administration:person", person.pk)


@post_only
def take_into_use(request: HttpRequest, person_id: int) -> HttpResponse:
    """Enables the account again."""
    person = person_for_keeper(request, person_id)
    try:
        reactivate(person, keeper(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已启用 {person.name} 的账号，密码仍是原来的。")
    return redirect("administration:person", person.pk)


def _gone(request: HttpRequest, person_id: int) -> HttpResponse:
    messages.error(request, GONE)
    return _back(request, person_id)


def _back(request: HttpRequest, person_id: int) -> HttpResponse:
    """Redirects to the person's page, or to the list if the actor does not see the person any more."""
    is_seen = people_seen_by(keeper(request)).filter(pk=person_id).exists()
    return redirect("administration:person", person_id) if is_seen else redirect("administration:people")
