"""The banner on every page of the demo, so that nobody takes it for real data, or real data for the demo."""

from django.conf import settings
from django.http import HttpRequest


def demo(_: HttpRequest) -> dict[str, bool]:
    """`is_demo` for the templates."""
    return {"is_demo": settings.DEMO}
