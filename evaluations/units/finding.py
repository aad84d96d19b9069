"""Finds what an operator names by its code."""

from evaluations.common.refusal import Refused
from evaluations.units.models import Region


def region_with_code(code: str) -> Region:
    """The region.

    Raises:
        Refused: there is none with this code; the text names those that there are.
    """
    region = Region.objects.filter(code=code).first()
    if region is None:
        known = "、".join(Region.objects.order_by("code").values_list("code", flat=True)) or "还没有"
        raise Refused(f"系统中没有代码为“{code}”的地区，现有：{known}。")
    return region
