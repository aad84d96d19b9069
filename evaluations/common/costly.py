"""Marks views that use so much processor time that they get their own threads, and finds them by URL."""

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.urls import Resolver404, resolve


class Cost(Enum):
    """The cost of an act; acts with the same cost wait for each other, and for nothing else."""

    FILE = "making or reading a file"
    PASSWORD = "hashing a password"  # noqa: S105 - no password


def costs[View: Callable[..., Any]](cost: Cost) -> Callable[[View], View]:
    """Mark a view whose POST is costly; showing its page is not."""

    def mark(view: View) -> View:
        view.cost = cost  # type: ignore[attr-defined]  # as Django's login_not_required does
        return view

    return mark


def cost_of(method: str, path: str) -> Cost | None:
    """The cost of a request; None for an ordinary one."""
    if method != "POST":
        return None
    try:
        view = resolve(path).func
    except Resolver404:
        return None
    cost: Cost | None = getattr(view, "cost", None)
    return cost
