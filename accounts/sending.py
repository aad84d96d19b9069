"""A posted form that can't be accepted now: who sent it, from which page, and what to give back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Self
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseNotAllowed, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - Django's name of the field
TYPED_BY = "typed_by"
KEPT_AS = "kept_as"
# Hidden fields of every form of ours; no view treats them as typed.
ACCOMPANYING = (TOKEN, TYPED_BY, KEPT_AS)
_HIDDEN = (*ACCOMPANYING, "revision", "action", "next", "where", "sealed", "take")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

View = Callable[..., HttpResponseBase]


def post_only(view: View) -> View:
    """A view that answers POST only: its address is not a page. No redirect leads there, and whoever opens it is told so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        return HttpResponseNotAllowed(["POST"], render_to_string("405.html", request=request))

    guarded.is_post_only = True  # type: ignore[attr-defined]  # as Django's login_not_required does
    return guarded


@dataclass(frozen=True, slots=True)
class Sent:
    """A posted form: the address it was sent to, its fields as one text, and its page."""

    address: str
    body: str
    page: str

    @classmethod
    def by(cls, request: HttpRequest) -> Self | None:
        """What `request` sent; None if there is nothing to give back: no text, a password, another site's form, files, or no readable form."""
        if request.method != "POST" or request.content_type not in _FORMS or not is_from_here(request):
            return None
        try:
            body = _without_token(request.POST)
        except (BadRequest, MultiPartParserError):
            return None
        sent = cls(request.get_full_path(), body, page_before(request))
        return sent if sent.texts and not request.FILES else None

    @classmethod
    def carried(cls, post: Mapping[str, str]) -> Self | None:
        """The form that the sign-in page carries in its own form; see `carry`."""
        address, body, page = (post.get(f"sent_{name}", "") for name in ("address", "body", "page"))
        return cls(address, body, page) if body and _is_here(address) and _is_here(page) else None

    @property
    def fields(self) -> list[tuple[str, str]]:
        """(name, value) of each field."""
        return [(name, value) for name, values in QueryDict(self.body).lists() for value in values]

    @property
    def texts(self) -> list[str]:
        """What a person typed; nothing from a form with a password."""
        if any("password" in name for name, _ in self.fields):
            return []
        return [value for name, value in self.fields if name not in _HIDDEN and value.strip()]

    def is_of(self, username: str) -> bool:
        """Whether this person had opened the page on which it was typed."""
        return QueryDict(self.body).get(TYPED_BY) == username


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent it, according to the browser."""
    said = request.headers.get("Origin") or request.headers.get("Referer")
    return not said or urlsplit(said).netloc == request.get_host()


def page_before(request: HttpRequest) -> str:
    """The address of the page that holds the posted form; the first page if it is not known."""
    referer = urlsplit(request.headers.get("Referer", ""))
    before = (
        referer._replace(scheme="", netloc="", fragment="").geturl() if referer.netloc == request.get_host() else ""
    )
    return next(one for one in (before, request.get_full_path(), reverse("home:home")) if _is_page(one))


def _is_page(address: str) -> bool:
    try:
        return not getattr(resolve(urlsplit(address).path).func, "is_post_only", False)
    except Resolver404:
        return False


def _is_here(address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def _without_token(post: QueryDict) -> str:
    kept = post.copy()
    kept.pop(TOKEN, None)
    return kept.urlencode()
