"""The list on which somebody works, and its region."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.actors import Actor
from evaluations.access.register import regions_for_manager
from evaluations.core.lists.columns import ListShape
from evaluations.lists.catalogue import LISTS
from evaluations.lists.definition import ListDefinition
from evaluations.units.models import Region


@dataclass(frozen=True, slots=True)
class Place:
    """A list of one region, and the manager who works on it; `regions` are all regions that they manage."""

    definition: ListDefinition
    actor: Actor
    region: Region
    regions: Sequence[Region]

    @property
    def shape(self) -> ListShape:
        """The columns of the list."""
        return self.definition.shape(self.region)

    @property
    def url(self) -> str:
        """The URL of its page."""
        return self._address("list", self.region)

    @property
    def template_url(self) -> str:
        """The URL of the blank file."""
        return self._address("template", self.region)

    @property
    def present_url(self) -> str:
        """The URL of the file with the stored list."""
        return self._address("present", self.region)

    @property
    def result_url(self) -> str:
        """The URL of the file with the results of an upload."""
        return self._address("result", self.region)

    @property
    def others(self) -> list[tuple[str, str]]:
        """(name, URL) of the same list in the other regions."""
        return [(region.name, self._address("list", region)) for region in self.regions if region != self.region]

    def _address(self, which: str, region: Region) -> str:
        address = reverse(f"lists:{which}", args=[self.definition.code])
        return f"{address}?{urlencode({'region': region.code})}" if len(self.regions) > 1 else address


def list_url(name: str, region: Region) -> str:
    """The URL of a region's list, for a link from another page."""
    return f"{reverse('lists:list', args=[name])}?{urlencode({'region': region.code})}"


def place_of(request: HttpRequest, name: str) -> Place:
    """The place of a request: of several regions, the one that its URL names, or else the first.

    Raises:
        Http404: the person is not a manager, or the region is not theirs (both logged); or there is no such list.
    """
    actor, region, regions = regions_for_manager(request)
    if name not in LISTS:
        raise Http404
    return Place(LISTS[name], actor, region, regions)
