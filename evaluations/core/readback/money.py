"""Amounts of a section, in the unit that the file states: an amount in another unit is converted to 万元 and needs confirmation."""

from collections.abc import Iterable, Mapping

from evaluations.core.readback import units
from evaluations.core.readback.found import Found
from evaluations.core.readback.table import Headings, Text, View
from evaluations.core.readback.words import fold

_LINES = ("单位", "金额单位", "计量单位", "货币单位")


def amount(text: Text) -> str:
    """What somebody would type for the amount in `text`. A percentage is no amount, except with the number format `万元%`, a common trick."""
    is_share = "%" in fold(text.text) and not units.quoted(text.text)
    return text.text if is_share or not text.number else text.number


class Money:
    """The amounts under `headings`; `official` holds the form's own words for each column and, under "", for the section."""

    def __init__(
        self, found: Found, view: View, headings: Headings, official: Mapping[str, str], before: Iterable[str]
    ) -> None:
        self.found, self.view, self.headings, self.official = found, view, headings, official
        section = next((cell for cell in view.rows[headings.row] if cell.column < headings.start), None)
        self.section = _said(section.text, official[""]) if section else ""
        self.line, line_place = unit_above(view, headings.row, before)
        self.place = view.place(section) if section and self.section else line_place

    def amount(self, column: str, text: Text, label: str = "") -> Text:
        """`text`, converted to 万元 if the cell, the row's label, the column, the section or a line above states another unit."""
        shown = units.quoted(text.text)
        heading = self.headings.cells.get(column)
        stated = _said(heading.text, self.official.get(column, "")) if heading else ""
        unit = shown or units.stated(label) or stated or self.section or self.line
        place = self.view.place(heading) if stated and heading else text.place if shown else self.place
        return in_wan(self.found, self.view, text, unit, place)


def in_wan(found: Found, view: View, text: Text, unit: str, place: str) -> Text:
    """`text`, an amount in `unit` (stated at `place`), converted to 万元 with a question; unchanged if it is no amount in another unit."""
    number = text.number or units.number_in(text.text)
    if not units.is_other(unit):
        return text._replace(number=number) if units.quoted(text.text) else text
    ours = units.in_ours(number, unit) if number else ""
    if not ours:
        return text
    _tell(found, view, unit, place)
    asked = f"文件中是 {number} {unit}，{units.divided(unit)} 折成 {ours} 万元，没有自动勾选，请核对后勾选。"
    return Text(ours, text.place, asked=asked)


def _tell(found: Found, view: View, unit: str, place: str) -> None:
    if (view.name, unit) not in found.units_told:
        found.units_told.add((view.name, unit))
        message = (
            f"这里的金额单位是{unit}，表样是万元：读到的金额已{units.divided(unit)} 折成万元，没有自动勾选，请逐格核对后勾选；"
            "本来就是万元的，请改正单位后再导入。"
        )
        found.problem(place, f"单位：{unit}", message, "warning")


def _said(text: str, official: str) -> str:
    """The unit in a heading; "" if the form's own heading has the same one."""
    unit = units.stated(text)
    return "" if unit == units.stated(official) else unit


def unit_above(view: View, row: int, before: Iterable[str]) -> tuple[str, str]:
    """The unit stated in the title, above `row`, in a line of its own or in the sheet's name, if it is not 万元, and the place."""
    alone = [cells[0] for at, cells in view.rows.items() if at < row and len(cells) == 1]
    named = [cell for cell in view.cells() if fold(cell.text).startswith(_LINES)]
    lines = [(cell.text, view.place(cell)) for cell in (*alone, *named)]
    lines += [(line, view.name) for line in (*before, view.name)]
    stated = ((units.stated(text), place) for text, place in lines)
    return next(((unit, place) for unit, place in stated if units.is_other(unit)), ("", view.name))
