"""The two plain kinds of pages about one person: a form, and a request for confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from evaluations.administration.people.forms import tell
from evaluations.common.refusal import Refused
from evaluations.shared_pages.confirmation import Confirmation
from evaluations.units.models import Unit


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with a form about a person; `units` are suggestions for its field."""

    person: User
    title: str
    verb: str
    forms: Sequence[Form]
    lead: str = ""
    units: Sequence[Unit] = ()

    def shown(self, request: HttpRequest, status: int = 200) -> HttpResponse:
        """Render the page."""
        return render(request, "administration/people_form.html", {"page": self}, status=status)

    def refused(self, request: HttpRequest, fault: Refused | ValidationError) -> HttpResponse:
        """Render the page with what was typed and the reason of the refusal."""
        tell(self.forms, fault)
        return self.shown(request, 409)


def ask(request: HttpRequest, person: User, title: str, verb: str, consequences: Sequence[str]) -> HttpResponse:
    """A page that asks for confirmation before a dangerous act on the person."""
    confirmation = Confirmation(
        title=title,
        consequences=list(consequences),
        url=request.path,
        verb=verb,
        cancel_url=reverse("administration:person", args=(person.pk,)),
        is_dangerous=True,
    )
    context = {"person": person, "confirmation": confirmation}
    return render(request, "administration/people_confirmation.html", context)
