"""Adding regions and units; what is typed is checked before anything is stored."""

from django.core.exceptions import ValidationError

from evaluations.core.basics.values import NAME_LIMIT, Unreadable, clean_line
from evaluations.units.models import CODE_LIMIT, Region, Unit


def add_region(code: str, name: str, bureau_name: str = "") -> Region:
    """A new region; its bureau is called `{name}财政局` unless told.

    Raises:
        ValidationError: a blank, too long, unprintable or already used value.
    """
    region = Region(code=_line(code, CODE_LIMIT), name=_line(name, NAME_LIMIT))
    region.bureau_name = _line(bureau_name or f"{name}财政局", NAME_LIMIT)
    region.full_clean()
    region.save()
    return region


def add_unit(region: Region, code: str, name: str) -> Unit:
    """A new unit of `region`.

    Raises:
        ValidationError: a blank, too long, unprintable or already used value.
    """
    unit = Unit(region=region, code=_line(code, CODE_LIMIT), name=_line(name, NAME_LIMIT))
    unit.full_clean()
    unit.save()
    return unit


def _line(text: str, limit: int) -> str:
    try:
        return clean_line(text, limit)
    except Unreadable as fault:
        raise ValidationError(str(fault)) from fault
