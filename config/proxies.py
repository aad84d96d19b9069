"""The address and scheme of a request behind a proxy; only proxies that the deployment trusts are believed."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_SAID_BY_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


class TrustProxies:
    """Sets REMOTE_ADDR to the client's address, and ignores what anybody but a trusted proxy says about it.

    Without TRUSTED_PROXIES, everything stays as the server reports it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the client's address set."""
        if settings.TRUSTED_PROXIES:
            peer = _address(request.META.get("REMOTE_ADDR", ""))
            if _is_trusted(peer):
                request.META["REMOTE_ADDR"] = str(_farthest_known(peer, request.META.get("HTTP_X_FORWARDED_FOR", "")))
            else:
                for name in _SAID_BY_PROXIES:
                    request.META.pop(name, None)
        return self._get_response(request)


def _farthest_known(peer: IPv4Address | IPv6Address | None, forwarded: str) -> IPv4Address | IPv6Address | None:
    """The first address from the right that is not a trusted proxy's; its sender may have made up everything to the left."""
    known = peer
    for said in reversed(forwarded.split(",")):
        address = _address(said.strip())
        if address is None:
            return known
        known = address
        if not _is_trusted(address):
            return known
    return known


def _is_trusted(address: IPv4Address | IPv6Address | None) -> bool:
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)


def _address(said: str) -> IPv4Address | IPv6Address | None:
    """The address, or None if it is not one; IPv4 addresses in IPv6 notation become IPv4."""
    try:
        address = ip_address(said)
    except ValueError:
        return None
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
