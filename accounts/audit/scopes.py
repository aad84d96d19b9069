"""Scopes: each region has its own audit chain, named by its code; one more chain holds what belongs to no region."""

from accounts.models import SYSTEM_SCOPE
from evaluations.units.models import Region


def scope_of(region: Region | None) -> str:
    """The scope of events in this region, or in none."""
    return region.code if region else SYSTEM_SCOPE


def named(scope: str) -> str:
    """The scope in words: 系统, 地区 430203."""
    return "系统" if scope == SYSTEM_SCOPE else f"地区 {scope}"


def placed(scope: str, number: int) -> str:
    """An event named by its scope and number: “地区 430203”第 3 条."""
    return f"“{named(scope)}”第 {number} 条"
