"""Which of their regions a manager works on: the one that the address names."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounts.actors import Actor
from evaluations.access.register import regions_for_manager
from evaluations.units.models import Region


@dataclass(frozen=True, slots=True)
class Place:
    """A manager on a page of one region. `query` goes on in links and forms, `others` leads to the same page of the other regions."""

    actor: Actor
    region: Region
    query: str
    others: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, request: HttpRequest, page: str) -> Self:
        """Where a request to the page with this name is.

        Raises:
            Http404: as `regions_for_manager`.
        """
        actor, region, regions = regions_for_manager(request)
        several = len(regions) > 1
        others = tuple((each.name, reverse(page) + _query(each)) for each in regions if each != region)
        return cls(actor, region, _query(region) if several else "", others)


def _query(region: Region) -> str:
    return "?" + urlencode({"region": region.code})
