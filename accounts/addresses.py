"""The address that a request comes from, as every limit and record sees it."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

_IPV6_SITE = 64  # bits of an IPv6 address that one subscriber has as a rule; the rest they choose as they like


def address_of(request: HttpRequest) -> str:
    """The address of the person's machine, "" where the server knows none; a trusted proxy's word is already in it."""
    return request.META.get("REMOTE_ADDR") or ""


def site_of(address: str) -> str:
    """What counts as one place: an IPv4 address, the network of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, _IPV6_SITE), strict=False)) if isinstance(parsed, IPv6Address) else address
