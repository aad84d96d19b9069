"""附件2 read by its labels: staffing, lines of money, buildings, thrift measures."""

from collections.abc import Callable, Container, Mapping, Sequence
from fractions import Fraction

from evaluations.core import paths
from evaluations.core.basics.values import ratio
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.fields import BUILDINGS, RATES
from evaluations.core.form.official import Line
from evaluations.core.paths import BUILDING_FIELDS
from evaluations.core.readback.found import Found
from evaluations.core.readback.matching import LabelMatch, Labels
from evaluations.core.readback.money import Money
from evaluations.core.readback.source import FileCell
from evaluations.core.readback.table import Headings, Text, View, is_amount
from evaluations.core.readback.words import bare, clip, fold, is_dash, is_dots, stem


def labels(edition: Edition) -> list[str]:
    """The labels that identify the form."""
    form = edition.attachment2
    words = (text for name, text in form if isinstance(text, str) and text and name not in ("number", "title", "note"))
    return [*words, *(column.label for column in form.columns), *(line.label for line in edition.lines)]


def read_basic_data(found: Found, view: View, before: Sequence[str] = ()) -> None:
    """Put the table's contents into `found`; `before` are the lines above it."""
    form = found.edition.attachment2
    blocks: Sequence[tuple[str, str, Sequence[str]]] = (
        ("basic_data.staffing", form.staffing, ("authorized_posts", "staff_in_post", "control_rate")),
        ("basic_data.expenditure", form.expenditure, tuple(found.edition.columns)),
        (BUILDINGS, form.buildings, (*BUILDING_FIELDS, *RATES)),
    )
    sections = {section: names for block, section, names in blocks if block not in found.edition.absent}
    others = {stem(found.words(label)) for label in labels(found.edition)}
    headings = {
        section: view.headings(_fields(found, *names), found.words(section), others)
        for section, names in sections.items()
    }
    has_thrift = "basic_data.thrift_measures" not in found.edition.absent
    thrift = view.row_with(found.words(form.thrift_measures)) if has_thrift else None
    first = _first_line(found, view)
    unread = {section: _row_of(found, view, section, first) for section, here in headings.items() if here is None}
    marks = {here.row for here in headings.values() if here} | {thrift, *unread.values(), *_ends(found, view)}
    readers = {form.staffing: _read_staffing, form.expenditure: _read_lines, form.buildings: _read_buildings}
    for section, here in headings.items():
        if here is None:
            if unread[section] is not None:
                found.unread(found.words(section), view, unread[section], _fields(found, *sections[section]).values())
        elif found.begins(found.words(section), view, here.row):
            readers[section](found, view, here, marks, before)
    if thrift is not None and found.begins(found.words(form.thrift_measures), view, thrift):
        _read_thrift_measures(found, view, thrift)


def _first_line(found: Found, view: View) -> int | None:
    """The first row that carries the label of a line."""
    lines = Labels({line.item: found.words(line.label) for line in found.edition.lines if line.kind != "rows"})
    return next((cell.row for cell in view.cells() if lines.same(cell.text)), None)


def _row_of(found: Found, view: View, section: str, first: int | None) -> int | None:
    """The row where a section without headings begins: that of its name, or for the expenditure the first line's."""
    row = view.row_with(found.words(section))
    return first if row is None and section == found.edition.attachment2.expenditure else row


def _fields(found: Found, *names: str) -> Mapping[str, str]:
    form, columns = found.edition.attachment2, found.edition.columns
    return {name: found.words(columns[name].label if name in columns else getattr(form, name)) for name in names}


def _ends(found: Found, view: View) -> set[int]:
    """The rows of the note and the foot, recognised by their first words."""
    note = fold(found.edition.attachment2.note)
    begins = (fold(found.edition.foot.preparer), *([note.partition(":")[0] + ":"] if note else ()))
    return {cell.row for cell in view.cells() if fold(cell.text).startswith(begins)}


def _read_staffing(
    found: Found, view: View, headings: Headings, marks: Container[int | None], before: Sequence[str]
) -> None:
    found.strangers(view, headings)
    for row in view.below(headings, marks):
        found.astray(view, headings, row)
        for field, cell in view.under(headings, row):
            text = view.text(cell)
            if field == "control_rate":
                found.compare(found.edition.attachment2.control_rate, text, _control_rate)
            else:
                found.put(f"basic_data.staffing.{field}", text)


def _control_rate(document: Document) -> Fraction | None:
    staffing = document.basic_data.staffing
    return ratio(staffing.staff_in_post, staffing.authorized_posts)


def _read_lines(
    found: Found, view: View, headings: Headings, marks: Container[int | None], before: Sequence[str]
) -> None:
    official = {"": found.edition.attachment2.expenditure, **_fields(found, *found.edition.columns)}
    _Lines(found, view, headings, Money(found, view, headings, official, before)).read(marks)


class _Lines:
    """The lines of expenditure, in any order; where the form takes named rows, a name that is not a label of the form is one."""

    def __init__(self, found: Found, view: View, headings: Headings, money: Money) -> None:
        self.found, self.view, self.headings, self.money = found, view, headings, money
        self.lines = found.edition.lines
        self.labels = Labels({line.item: found.words(line.label) for line in self.lines if line.kind != "rows"})
        self.by_item = {line.item: line for line in self.lines}
        layout = found.edition.layouts.attachment2
        self.placeholders = {bare(words) for words in layout.words_while_empty} if layout else set()
        self.last: Line | None = None
        self.seen: dict[str, str] = {}

    def read(self, marks: Container[int | None]) -> None:
        self.found.strangers(self.view, self.headings)
        rows = list(self.view.below(self.headings, marks))
        names = {row: self._name(row) for row in rows}
        matches = dict(self.labels.pairs((row, name.text) for row, name in names.items() if name))
        for row in rows:
            amounts = self.found.fields(self.view, self.headings, row)
            self._row(names[row], matches.get(row), amounts, self.view.place_of(row))
        if any(
            self.found.lists.get(f"basic_data.expenditure.{line.item}") for line in self.lines if line.kind == "rows"
        ):
            absent = [label for item, label in self.labels.labels.items() if item not in self.seen]
            self.found.missing(self.view, self.headings.row, absent)

    def _name(self, row: int) -> Text | None:
        labels = self.view.labels(self.headings, row)
        return Text("".join(cell.text for cell in labels), self.view.place(labels[0])) if labels else None

    def _row(self, name: Text | None, match: LabelMatch[str] | None, amounts: Mapping[str, Text], place: str) -> None:
        label = bare(name.text) if name else ""
        amounts = {
            column: self.money.amount(column, text, name.text if name else "") for column, text in amounts.items()
        }
        if name and match:
            self._fixed(self.by_item[match.key], name, self._asked(match, name, amounts))
        elif name and fold(name.text) and not (is_dots(label) or label in self.placeholders):
            self._named(name, amounts, place)
        elif amounts:
            self._named(None, amounts, place)
        elif label and (rows_line := self._rows_line()):
            self.last = rows_line

    def _asked(self, match: LabelMatch[str], name: Text, amounts: Mapping[str, Text]) -> Mapping[str, Text]:
        """The amounts of a row whose label only resembles the form's, marked with a question."""
        if match.degree != "near":
            return amounts
        self.found.asked_rows.append((name, match.label))
        why = f"文件中这一行叫“{clip(name.text)}”，表样是“{match.label}”，请核对是不是同一项。"
        return {column: text._replace(asked=why + text.asked) for column, text in amounts.items()}

    def _fixed(self, line: Line, name: Text, amounts: Mapping[str, Text]) -> None:
        if line.item in self.seen:
            if amounts:
                message = f"“{line.label}”出现两次，只采用 {self.seen[line.item]} 的一行。"
                self.found.problem(name.place, name.text, message)
            return
        self.last, self.seen[line.item] = line, name.place
        for column, text in amounts.items():
            if line.kind == "heading":
                self.found.problem(text.place, text.text, f"“{line.label}”是标题行，不填金额。")
            elif column not in self.found.edition.columns_of(line):
                self._not_asked(line, text)
            else:
                self.found.put(paths.expenditure(line.item, column), text)

    def _not_asked(self, line: Line, text: Text) -> None:
        if not is_dash(text.text):
            self.found.problem(text.place, text.text, f"“{line.label}”不填上年决算数，没有读取。")

    def _named(self, name: Text | None, amounts: Mapping[str, Text], place: str) -> None:
        line = self._rows_line()
        if line is None:
            text = name or Text("", place)
            self.found.problem(text.place, text.text, "本年度的表样在这里没有这一行，没有读取。")
            return
        self.last = line
        columns = self.found.edition.columns_of(line)
        texts: dict[str, Text] = {name: amounts[name] for name in columns if name in amounts}
        add_named(self.found, f"basic_data.expenditure.{line.item}", name, texts, place)

    def _rows_line(self) -> Line | None:
        """The line that takes named rows here: the one already begun, or the next one under the current total."""
        last = self.last
        if last is None or last.kind == "rows":
            return last
        following = self.lines[self.found.edition.line_order[last.item] :]
        line = next((line for line in following if line.kind == "rows"), None)
        if line is None or last.kind == "heading":
            return line
        totals = [total for total in self.lines if line.item in total.parts]
        return line if any(last.item in (total.item, *total.parts) for total in totals) else None


def add_named(found: Found, list_path: str, name: Text | None, amounts: Mapping[str, Text], place: str) -> None:
    """Keep a row with a name; one without is told."""
    if name:
        found.text_expected(name)
    else:
        found.problem(place, "", "这一行有金额，没有写项目名称，请补充名称。", "warning")
    found.add_row(list_path, {**({"name": name} if name else {}), **amounts}, place)


def _read_buildings(
    found: Found, view: View, headings: Headings, marks: Container[int | None], before: Sequence[str]
) -> None:
    found.strangers(view, headings)
    official = {"": found.edition.attachment2.buildings, **_fields(found, *BUILDING_FIELDS)}
    money = Money(found, view, headings, official, before)
    for row in view.below(headings, marks):
        texts = found.fields(view, headings, row)
        fields = {
            field: money.amount(field, text) if field.endswith("investment") else text
            for field, text in texts.items()
            if field in BUILDING_FIELDS
        }
        if not fields:
            continue
        if not any(is_amount(text.text) or text.number for text in fields.values()):
            text = next(iter(fields.values()))
            found.problem(text.place, text.text, "本年度的表样在这里没有这一行，没有读取。")
            continue
        add_building(found, fields, texts, view.place_of(row))


def add_building(found: Found, fields: Mapping[str, Text], texts: Mapping[str, Text], place: str) -> None:
    """Keep a building with its `fields`; the rates among `texts` are only compared."""
    number = found.add_row(BUILDINGS, fields, place)
    for rate, (planned, actual) in RATES.items():
        if rate in texts and number:
            name = found.words(getattr(found.edition.attachment2, rate))
            found.compare(name, texts[rate], _rate(number, planned, actual))


def _rate(number: int, planned: str, actual: str) -> Callable[[Document], Fraction | None]:
    def computed(document: Document) -> Fraction | None:
        building = document.basic_data.buildings[number - 1]
        return ratio(getattr(building, actual), getattr(building, planned))

    return computed


def _read_thrift_measures(found: Found, view: View, row: int) -> None:
    label = stem(found.words(found.edition.attachment2.thrift_measures))
    cells = view.rows[row]
    at = next(place for place, cell in enumerate(cells) if stem(cell.text) == label)
    right: list[FileCell] = cells[at + 1 :]
    if right:
        text = view.text(right[0])
        found.text_expected(text, "basic_data.thrift_measures")
        found.put("basic_data.thrift_measures", text)
    for cell in right[1:]:
        found.problem(view.place(cell), cell.text, "这一行有多处文字，这一处没有读取。")
