"""Adding regions and units; what is typed is checked before anything is stored."""

from evaluations.units.models import Region, Unit


def add_region(code: str, name: str, bureau_name: str = "") -> Region:
    """A new region; its bureau is called `{name}财政局` unless told.

    Raises:
        ValidationError: a blank, too long or already used value.
    """
    region = Region(code=code, name=name, bureau_name=bureau_name or f"{name}财政局")
    region.full_clean()
    region.save()
    return region


def add_unit(region: Region, code: str, name: str) -> Unit:
    """A new unit of `region`.

    Raises:
        ValidationError: a blank, too long or already used value.
    """
    unit = Unit(region=region, code=code, name=name)
    unit.full_clean()
    unit.save()
    return unit
