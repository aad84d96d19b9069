"""附件2, 部门整体支出绩效评价基础数据表, as a grid with the columns A-G."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evaluations.core import paths
from evaluations.core.basics.values import NOT_ASKED, ratio
from evaluations.core.form.document import COLUMNS, Building, Document, ExpenditureRow
from evaluations.core.form.edition import Edition, Line
from evaluations.core.layouts.frame import foot, head, headings, line
from evaluations.core.layouts.grid import Box, Grid, GridRow

WIDTHS = (30, 9, 9, 9, 9, 9, 9)
_PART = "basic_data"
_BUILDINGS = "basic_data.buildings"
_BLANK = ExpenditureRow(item="blank")


def grid(edition: Edition, document: Document) -> Grid:
    """附件2 of `document`; amounts in 万元, areas in ㎡."""
    form = edition.attachment2
    title = edition.words(form.title, document.fiscal_year)
    rows = (
        *head(form, title, len(WIDTHS)),
        *_staffing(edition, document),
        *_expenditure(edition, document),
        *_buildings(edition, document),
        _thrift_measures(edition, document),
        line("note", edition.words(form.note, document.fiscal_year), len(WIDTHS)),
        foot(edition, document, len(WIDTHS)),
    )
    return Grid(form.number, title, WIDTHS, rows)


def _staffing(edition: Edition, document: Document) -> Iterator[GridRow]:
    form, staffing = edition.attachment2, document.basic_data.staffing
    label, *columns = _words(
        edition, document, form.staffing, form.authorized_posts, form.staff_in_post, form.control_rate
    )
    yield GridRow((Box(0, "label", label, rows=2), *headings(columns, 1, 2)), _PART)
    posts, staff = staffing.authorized_posts, staffing.staff_in_post
    yield GridRow(
        (
            Box(1, "count", path="basic_data.staffing.authorized_posts", value=posts, columns=2),
            Box(3, "count", path="basic_data.staffing.staff_in_post", value=staff, columns=2),
            Box(5, "ratio", value=ratio(staff, posts), columns=2),
        ),
        _PART,
    )


def _expenditure(edition: Edition, document: Document) -> list[GridRow]:
    form = edition.attachment2
    label, *columns = _words(edition, document, form.expenditure, form.prior_final, form.budget, form.final)
    rows = [GridRow((Box(0, "label", label), *headings(columns, 1, 2)), _PART)]
    headed = False
    for here in edition.lines:
        filled = document.basic_data.rows(here.item)
        if here.kind == "heading":
            rows.append(_blank_row(here, here.label))
        elif here.kind != "rows":
            label_cell = Box(0, "label", here.label, indent=here.indent)
            rows.append(_amounts(here, label_cell, filled[0] if filled else _BLANK))
        elif filled:
            rows += _named_rows(here, filled)
        elif headed and not here.placeholder:
            rows[-1] = replace(rows[-1], list_path=_list_path(here))
        else:
            rows.append(_blank_row(here, here.placeholder or here.label, _list_path(here)))
        headed = here.kind == "heading"
    return rows


def _named_rows(here: Line, filled: Sequence[ExpenditureRow]) -> Iterator[GridRow]:
    for number, row in enumerate(filled, 1):
        path = paths.expenditure(here.item, "name", number)
        label = Box(0, "label", path=path, value=row.name, indent=here.indent)
        yield _amounts(here, label, row, number, last=number == len(filled))


def _list_path(rows_line: Line) -> str:
    return f"basic_data.expenditure.{rows_line.item}"


def _blank_row(here: Line, label: str, list_path: str = "") -> GridRow:
    blanks = (Box(1 + 2 * place, "amount", columns=2) for place in range(len(COLUMNS)))
    return GridRow((Box(0, "label", label, indent=here.indent), *blanks), _PART, list_path=list_path)


def _amounts(here: Line, label: Box, row: ExpenditureRow, number: int | None = None, *, last: bool = False) -> GridRow:
    cells = [label]
    for place, column in enumerate(COLUMNS):
        if column == "prior_final" and not here.prior:
            cells.append(Box(1 + 2 * place, "amount", NOT_ASKED, columns=2))
        else:
            path = paths.expenditure(here.item, column, number)
            cells.append(Box(1 + 2 * place, "amount", path=path, value=getattr(row, column), columns=2))
    row_path = f"{_list_path(here)}.{number}" if number else ""
    return GridRow(tuple(cells), _PART, row_path, _list_path(here) if last else "")


def _buildings(edition: Edition, document: Document) -> Iterator[GridRow]:
    form, buildings = edition.attachment2, document.basic_data.buildings
    areas = (form.approved_area, form.actual_area, form.area_rate)
    investments = (form.budget_investment, form.actual_investment, form.investment_rate)
    label, *columns = _words(edition, document, form.buildings, *areas, *investments)
    broken = [column.replace("（", "\n（") for column in columns]
    yield GridRow((Box(0, "label", label, rows=1 + max(len(buildings), 1)), *headings(broken, 1)), _PART)
    for number, building in enumerate(buildings, 1):
        list_path = _BUILDINGS if number == len(buildings) else ""
        yield GridRow(tuple(_building(number, building)), _PART, f"{_BUILDINGS}.{number}", list_path)
    if not buildings:
        yield GridRow(tuple(Box(column, "amount") for column in range(1, len(WIDTHS))), _PART, list_path=_BUILDINGS)


def _building(number: int, building: Building) -> Iterator[Box]:
    column = 1
    for planned, actual in (("approved_area", "actual_area"), ("budget_investment", "actual_investment")):
        amounts = getattr(building, planned), getattr(building, actual)
        yield Box(column, "amount", path=paths.building(number, planned), value=amounts[0])
        yield Box(column + 1, "amount", path=paths.building(number, actual), value=amounts[1])
        yield Box(column + 2, "ratio", value=ratio(amounts[1], amounts[0]))
        column += 3


def _thrift_measures(edition: Edition, document: Document) -> GridRow:
    label = edition.words(edition.attachment2.thrift_measures, document.fiscal_year)
    text = document.basic_data.thrift_measures
    return GridRow(
        (Box(0, "label", label), Box(1, "long", path="basic_data.thrift_measures", value=text, columns=6)), _PART
    )


def _words(edition: Edition, document: Document, *labels: str) -> Iterator[str]:
    return (edition.words(label, document.fiscal_year) for label in labels)
