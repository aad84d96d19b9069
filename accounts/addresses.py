"""The client address of a request, the same for every limit and every record."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

_IPV6_SITE = 64  # bits of an IPv6 address that a provider usually assigns to one subscriber, who chooses the rest


def address_of(request: HttpRequest) -> str:
    """The client's address, "" if the server knows none; what a trusted proxy reports has already been applied."""
    return request.META.get("REMOTE_ADDR") or ""


def site_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the network of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, _IPV6_SITE), strict=False)) if isinstance(parsed, IPv6Address) else address
