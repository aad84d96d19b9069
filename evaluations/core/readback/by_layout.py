"""A table that this program has drawn, read by its layout: each of its rows is a line of the layout, each cell has its place.

People fill such a sheet in, and put rows into its lists or take some out. A table with a row that is no line of the layout, or without one
of the lines, is not read here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from evaluations.core.basics.values import rounded, show_amount
from evaluations.core.form.document import Document
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.fields import BUILDINGS, RATES, SAID, SHARED, computed
from evaluations.core.layouts import readers
from evaluations.core.readback import foot, head, units
from evaluations.core.readback.attachment2 import add_building, add_named
from evaluations.core.readback.attachment3 import Indicators
from evaluations.core.readback.found import Found
from evaluations.core.readback.money import in_wan, unit_above
from evaluations.core.readback.sheet_lines import SheetLine, Slot, is_stray, sheet_lines
from evaluations.core.readback.source import FileCell
from evaluations.core.readback.table import Text, View
from evaluations.core.readback.words import bare, is_dash, is_dots

type _Row = Sequence[FileCell]
type _Ways = Mapping[int, tuple[int, int]]
"""The ways in which a table's first lines can be its first rows: by the number of rows, the least strays and the rows of the lines before."""

_FUNDS = tuple(f"self_assessment.{name}" for name in ("initial_budget", "adjusted_budget", "executed"))


def read(found: Found, view: View, table: str, before: Sequence[str] = ()) -> bool:
    """Put the contents into `found` if the whole of it is the edition's `table` (`attachment2`, `attachment3`); `before` are the lines above it.

    Whether it is; if not, nothing is read.
    """
    lines = sheet_lines(found.edition, table, found.year)
    matched = _matched(lines, list(view.rows.values()))
    if matched is None:
        return False
    reader = _Reader(found, view, _first_row(matched), before)
    for line, rows in matched:
        if line.section:
            reader.read_list(line, rows)
        elif rows:
            reader.read_line(line, rows[0])
    return True


def _first_row(matched: Sequence[tuple[SheetLine, Sequence[_Row]]]) -> int:
    """The first row that is not above the table."""
    return next((rows[0][0].row for line, rows in matched if rows and not line.is_outside), 0)


def _matched(lines: Sequence[SheetLine], rows: Sequence[_Row]) -> list[tuple[SheetLine, Sequence[_Row]]] | None:
    """Each line with its rows, so that as few texts as possible are left over; None if the table is another."""
    ways: list[_Ways] = [{0: (0, 0)}]
    for line in lines:
        ways.append(_listed(line, rows, ways[-1]) if line.section else _fixed(line, rows, ways[-1]))
        if not ways[-1]:
            return None
    if len(rows) not in ways[-1]:
        return None
    matched, end = [], len(rows)
    for line, reached in zip(reversed(lines), reversed(ways), strict=False):
        start = reached[end][1]
        matched.append((line, rows[start:end]))
        end = start
    return matched[::-1]


def _fixed(line: SheetLine, rows: Sequence[_Row], ways: _Ways) -> _Ways:
    """The ways after a line that stands once on the sheet."""
    reached: dict[int, tuple[int, int]] = {}
    for end, (cost, _) in ways.items():
        strays = line.strays(rows[end]) if end < len(rows) else None
        if strays is not None:
            _reach(reached, end + 1, cost + strays, end)
        if line.may_lack:
            _reach(reached, end, cost, end)
    return reached


def _listed(line: SheetLine, rows: Sequence[_Row], ways: _Ways) -> _Ways:
    """The ways after a list, which takes any number of rows."""
    reached: dict[int, tuple[int, int]] = {}
    for end in range(min(ways), len(rows) + 1):
        if end in ways:
            _reach(reached, end, ways[end][0], end)
        if end in reached and end < len(rows):
            cost, start = reached[end]
            strays = line.strays(rows[end])
            if strays is not None:
                _reach(reached, end + 1, cost + strays, start)
    return reached


def _reach(reached: dict[int, tuple[int, int]], end: int, cost: int, start: int) -> None:
    if end not in reached or cost < reached[end][0]:
        reached[end] = cost, start


class _Reader:
    """Reads the cells of a table whose rows are known."""

    def __init__(self, found: Found, view: View, first: int, before: Sequence[str]) -> None:
        self.found, self.view, self.edition = found, view, found.edition
        self.unit, self.unit_place = unit_above(view, first, before)
        self.computed = frozenset(computed(found.edition))

    def read_line(self, line: SheetLine, row: _Row) -> None:
        """Read a row that stands once."""
        placed, strays = line.placed(row)
        for slot, cell in placed.items():
            if slot.role == "foot":
                foot.read_foot(self.found, self.view.text(cell))
            elif is_stray(slot, cell):
                strays = [*strays, cell]
            else:
                for name, text in self._values(slot, cell):
                    self._value(slot, name, text)
        for cell in strays:
            self.found.problem(self.view.place(cell), cell.text, "本年度的表样没有这一项，没有读取。")

    def _values(self, slot: Slot, cell: FileCell) -> Iterator[tuple[str, Text]]:
        """Each value of the cell under its name."""
        text = self.view.text(cell)
        if not slot.has_words:
            yield from ((name, text) for name in slot.names)
            return
        for name, told in zip(slot.names, slot.values(cell.text) or (), strict=False):
            if told:
                yield name, text._replace(text=told)

    def _value(self, slot: Slot, name: str, text: Text) -> None:
        if name in SAID:
            self._said(name, text)
        elif name in self.computed:
            self.found.compare(_name(self.found, name), text, _computed(self.edition, name))
        else:
            if slot.role == "long":
                self.found.text_expected(text, name)
            self._put(name, self._typed(slot, name, text))

    def _said(self, name: str, text: Text) -> None:
        """What the sheet says of itself: who filled it in is kept, whose it is is compared."""
        whose, _, field = name.partition(".")
        if whose == "project":
            self.found.check_project_field(field, text.text, text.place)
        elif whose == "unit":
            self.found.check_unit(head.first(text.text), text.place)
        else:
            self._put(name, text._replace(text=foot.day(text.text)) if name == "filing_date" else text)

    def _put(self, name: str, text: Text) -> None:
        if text.text:
            self.found.put(name, text)

    def _typed(self, slot: Slot, name: str, text: Text) -> Text:
        """A text as somebody would type it: an amount in 万元, with the decimals that the form hides; a date as the form takes it."""
        own = self.edition.own_field(name)
        if own and own.kind == "date":
            return text._replace(text=foot.day(text.text))
        if text.held and slot.decimals is not None:
            shown = units.number_in(text.number or text.text)
            if shown and Decimal(shown) == rounded(Decimal(text.held), slot.decimals):
                text = text._replace(text=show_amount(Decimal(text.held)), number="", held="")
        if not _is_money(self.edition, name):
            return text
        shown = units.quoted(text.text)
        place = text.place if shown else self.unit_place
        return in_wan(self.found, self.view, text, shown or self.unit, place)

    def read_list(self, line: SheetLine, rows: Sequence[_Row]) -> None:
        """Read the rows of a list; a blank one is none."""
        indicators = Indicators(self.found, has_no_sums=True)
        for row in rows:
            texts, place = self._texts(line, row), self.view.place_of(row[0].row)
            if line.section == INDICATORS:
                indicators.read(texts, place)
            elif line.section == BUILDINGS:
                self._building(texts, place)
            elif line.section in self.edition.row_lists:
                if texts:
                    self.found.add_row(line.section, texts, place)
            else:
                self._named(line.section, texts, place)
        if rows and line.section == INDICATORS and line.is_blank_shown:
            indicators.tell_missing(self.view, rows[0][0].row)

    def _texts(self, line: SheetLine, row: _Row) -> dict[str, Text]:
        """The texts of a row by field; those without a place are told."""
        placed, strays = line.placed(row)
        for cell in [*strays, *(cell for slot, cell in placed.items() if is_stray(slot, cell))]:
            self.found.stray(self.view, cell)
        texts: dict[str, Text] = {}
        for slot, cell in placed.items():
            text = self.view.text(cell)
            if bare(text.text) in slot.while_empty or (slot.while_empty and is_dots(text.text)):
                continue
            if slot.is_shared:
                texts[_shared(line, slot)] = text
                continue
            for name, value in self._values(slot, cell):
                texts[name.removeprefix(f"{line.section}.")] = self._typed(slot, name, value)
        return texts

    def _named(self, section: str, texts: dict[str, Text], place: str) -> None:
        name = texts.pop("name", None)
        if name or texts:
            add_named(self.found, section, name, texts, place)

    def _building(self, texts: dict[str, Text], place: str) -> None:
        fields = {field: text for field, text in texts.items() if field not in RATES}
        if fields:
            add_building(self.found, fields, texts, place)
            return
        for rate in (text for text in texts.values() if not is_dash(text.text)):
            self.found.problem(rate.place, rate.text, "这一格由系统计算，这一行没有填别的，不采用。", "info")


def _shared(line: SheetLine, slot: Slot) -> str:
    """The heading under which indicators share this cell."""
    names = {name.removeprefix(f"{line.section}.") for name in slot.names}
    assert names & set(SHARED)
    return "second_level" if "category" in names else "first_level"


def _is_money(edition: Edition, name: str) -> bool:
    """Whether the value is an amount of money, in 万元."""
    own = edition.own_field(name)
    if own:
        return own.kind == "amount"
    if name.startswith("basic_data.expenditure."):
        return not name.endswith(".name")
    group = name.split(".")[1] if "." in name else ""
    return name in _FUNDS or group in edition.fundings or name.endswith("_investment")


def _computed(edition: Edition, path: str) -> Callable[[Document], Decimal | Fraction | None]:
    """What works out a value that nobody types."""
    read_value = readers.field(edition, path)

    def number(document: Document) -> Decimal | Fraction | None:
        value = read_value(document)
        return value if isinstance(value, Decimal | Fraction) else None

    return number


def _name(found: Found, path: str) -> str:
    """The heading of a computed value."""
    edition, form = found.edition, found.edition.attachment3
    if path in edition.computed:
        return edition.computed[path].label
    field = path.rpartition(".")[2]
    if field in edition.fundings:
        return edition.fundings[field].label.rstrip("：")
    names = {
        "control_rate": edition.attachment2.control_rate,
        "execution_weight": form.weight,
        "execution_rate": form.execution_rate,
        "total_weight": f"{form.total}（{form.weight}）",
        "total_score": f"{form.total}（{form.score}）",
    }
    return found.words(names[field])
