"""The rows of the official table as HTML, for templates/components/official_table.html.

In Python and not in the template: a sheet has hundreds of cells of a dozen attributes each, and a template node costs 3 µs for each of
them (280 inputs: 13 ms there, 2 ms here). Every value passes through `escape`, but for the fixed words of a cell's `tag` and `css`.
"""

from html import escape

from django import template
from django.utils.safestring import SafeString

from evaluations.tables.shapes import CellInput, OfficialTable, TableCell, TableRow

register = template.Library()


# From so many columns on, a form needs a wider window.
_WIDE = 9
# The notes of the last cells of a row open to the left: to the right there is no room.
_NEAR_END = 3


@register.filter
def official_css(table: OfficialTable) -> str:
    """The classes of the table, by which the style sheet knows what stands in it (old browsers have no :has)."""
    has = {
        "editable": table.editable,
        "wide": len(table.columns) >= _WIDE,
        "with-beside": table.has_beside,
        "with-buttons": table.editable and any(row.actions for row in table.rows),
    }
    return " ".join(["official-table", *(name for name, is_so in has.items() if is_so)])


@register.filter
def official_rows(table: OfficialTable) -> SafeString:
    """The rows of the table, their cells read-only or with their inputs, errors, notes and links to comments."""
    return SafeString("".join([_row(row, table) for row in table.rows]))


def _row(row: TableRow, table: OfficialTable) -> str:
    far = len(row.cells) - _NEAR_END
    cells = "".join([_cell(cell, is_near_end=place >= far) for place, cell in enumerate(row.cells)])
    last_year = _beside(row) if table.has_beside else ""
    anchor = f' id="{escape(row.id)}"' if row.id else ""
    return f"<tr{anchor}>{cells}{last_year}{_gutter(row) if table.editable else ''}</tr>\n"


def _gutter(row: TableRow) -> str:
    return f'\n<td class="gutter">{"".join(map(_button, row.actions))}{_library_link(row.library_url)}</td>'


def _library_link(url: str) -> str:
    """The way to indicators that may be added beside this row; nothing without one."""
    title = "从指标库添加：往年用过的和常用的指标"
    return f'<a class="library" href="{escape(url)}" title="{title}">指标库</a>' if url else ""


def _beside(row: TableRow) -> str:
    """The cell right of the form: its heading, or last year's values of the row, one a line."""
    tag = "th" if row.is_head and row.beside else "td"
    anchor = f' id="{escape(row.beside_id)}"' if row.beside_id else ""
    return f'\n<{tag} class="beside"{anchor}>{escape("\n".join(row.beside))}</{tag}>'


def _button(action: tuple[str, str, str, bool]) -> str:
    value, label, title, is_dangerous = action
    css = ' class="danger"' if is_dangerous else ""
    return f'<button name="action" value="{escape(value)}" aria-label="{escape(title)}"{css}>{escape(label)}</button>'


def _cell(cell: TableCell, *, is_near_end: bool) -> str:
    span = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    span += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    anchor = ""
    if cell.input:
        extra = _input(cell.extra.name, cell.extra) if cell.extra else ""
        content = _prefix(cell.prefix) + _input(cell.anchor, cell.input, _hint_id(cell)) + extra
    else:
        anchor = f' id="{escape(cell.anchor)}"' if cell.anchor else ""
        content = escape(cell.prefix + cell.text) + _correction_link(cell)
    said = _hint(cell) + _notes(cell) + _comment_link(cell)
    return f'\n<{cell.tag} class="{_css(cell, is_near_end=is_near_end)}"{anchor}{span}>{content}{said}</{cell.tag}>'


def _css(cell: TableCell, *, is_near_end: bool) -> str:
    """The cell's own classes, and what is in it: `entry` an input, `noted` notes (static/js/filling/answer.js follows with it)."""
    css = cell.css
    if cell.input:
        css += " entry"
    if cell.notes:
        css += " noted"
    return f"{css} near-end" if is_near_end and (cell.input or cell.notes) else css


_KEYBOARDS = {"amount": 'inputmode="decimal" ', "count": 'inputmode="numeric" '}


def _input(anchor: str, field: CellInput, hint_id: str = "") -> str:
    attributes = f'id="{escape(anchor)}" name="{escape(field.name)}" aria-label="{escape(field.label)}"'
    if field.described_by or hint_id:
        attributes += f' aria-describedby="{escape(f"{field.described_by} {hint_id}".strip())}"'
    if field.error:
        attributes += ' aria-invalid="true"'
    if field.kind == "long":
        # A browser drops the line break that follows the tag, and so would drop one that the text begins with.
        return f"<textarea {attributes}>\n{escape(field.value)}</textarea>"
    if field.kind == "choice":
        return f"<select {attributes}>{''.join(map(_option, field.options))}</select>"
    if field.title:
        attributes += f' title="{escape(field.title)}"'
    if field.in_wan:
        attributes += f' data-in-wan="{escape(field.in_wan)}"'
    return f'<input {_KEYBOARDS.get(field.kind, "")}{attributes} value="{escape(field.value)}">'


def _option(option: tuple[str, str, bool]) -> str:
    value, label, chosen = option
    given = "" if value == label else f' value="{escape(value)}"'
    return f"<option{given}{' selected' if chosen else ''}>{escape(label)}</option>"


def _notes(cell: TableCell) -> str:
    error = cell.input.error if cell.input else ""
    if not error and not cell.notes:
        return ""
    said = f'<p class="cell-error">{escape(error)}</p>' if error else ""
    if cell.notes:
        said += f'<ul class="cell-warnings">{"".join(map(_note, cell.notes))}</ul>'
    anchor = f' id="{escape(cell.input.described_by)}"' if cell.input else ""
    return f'<div class="cell-notes"{anchor}>{said}</div>'


def _note(note: tuple[str, str]) -> str:
    severity, message = note
    return f'<li class="{escape(severity)}">{escape(message)}</li>'


def _hint_id(cell: TableCell) -> str:
    return f"{cell.anchor}.hint" if cell.hint or cell.take else ""


def _hint(cell: TableCell) -> str:
    """What was understood, or the suggested score; static/js/filling/indicators.js draws the same."""
    if not (cell.hint or cell.take):
        return ""
    button = ""
    if cell.take:
        score, anchor = escape(cell.take), escape(cell.anchor)
        button = f'<button class="take" name="action" value="take:{anchor}" data-score="{score}">建议 {score}</button> '
    return f'<p class="cell-hint" id="{escape(_hint_id(cell))}">{button}{escape(cell.hint)}</p>'


def _correction_link(cell: TableCell) -> str:
    if not cell.correct_url:
        return ""
    url, label = escape(cell.correct_url), escape(cell.label)
    return f'<a class="cell-correct" href="{url}" aria-label="更正 {label}">更正</a>'


def _comment_link(cell: TableCell) -> str:
    if not cell.comment_url:
        return ""
    css = "cell-comment has-comments" if cell.comments else "cell-comment"
    count = f" {cell.comments}" if cell.comments else ""
    return f'<a class="{css}" href="{escape(cell.comment_url)}">批注{count}</a>'


def _prefix(text: str) -> str:
    return f'<span class="prefix">{escape(text)}</span>' if text else ""
