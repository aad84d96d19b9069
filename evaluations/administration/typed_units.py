"""A unit that is typed by its code or name, and how a page offers it meanwhile."""

from collections.abc import Iterable, Sequence

from django import forms
from django.db.models import Q, QuerySet

from evaluations.units.models import Unit

OFFERED = 300
_NAMED = 8


def called(unit: Unit | None) -> str:
    """A unit as the page offers it: 区文联（QH-01）; "" for none."""
    return f"{unit.name}（{unit.code}）" if unit else ""


def offered(units: QuerySet[Unit]) -> Sequence[str]:
    """What the page offers while one types; nothing where there are too many."""
    found = list(units.order_by("code")[: OFFERED + 1])
    return [called(unit) for unit in found] if len(found) <= OFFERED else ()


def found_unit(units: QuerySet[Unit], typed: str) -> Unit:
    """The unit with this code or name, or else the only one whose name or code contains the text.

    Raises:
        ValidationError: there is none, or there are several, which the message names.
    """
    text = typed.strip()
    code = text.rpartition("（")[2].removesuffix("）")  # as `called`
    if not text:
        raise forms.ValidationError("请填写单位的代码或名称。")
    exact = list(units.filter(Q(code=text) | Q(name=text) | Q(code=code))[:2])
    found = exact or list(units.filter(Q(name__icontains=text) | Q(code__icontains=text))[: _NAMED + 1])
    if len(found) == 1:
        return found[0]
    if not found:
        raise forms.ValidationError(f"您管理的单位里，没有代码或名称含“{text}”的：请核对后再填。")
    raise forms.ValidationError(f"有几个单位含“{text}”，请填完整的代码：{named_units(found)}")


def named_units(found: Iterable[Unit]) -> str:
    """Units by name and code; only the first ones if there are many."""
    listed = list(found)
    named = "、".join(called(unit) for unit in listed[:_NAMED])
    return f"{named}{' ……' if len(listed) > _NAMED else '。'}"


class UnitField(forms.CharField):
    """One of `units`, as `found_unit` finds it; None where nothing is typed and nothing need be."""

    def __init__(self, units: QuerySet[Unit], **more: object) -> None:
        widget = forms.TextInput({"list": "units", "autocomplete": "off"})
        super().__init__(max_length=300, widget=widget, **more)  # type: ignore[arg-type]  # as CharField takes them
        self.units = units

    def clean(self, value: object) -> Unit | None:
        """The unit."""
        text: str = super().clean(value)
        return found_unit(self.units, text) if text else None
