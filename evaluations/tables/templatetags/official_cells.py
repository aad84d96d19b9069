"""Renders the rows of the official table as HTML, for templates/components/official_table.html.

This is done in Python instead of the template, because a sheet has hundreds of cells with a dozen attributes each, and a template node costs
3 µs per attribute (280 inputs: 13 ms there, 2 ms here). Every value is escaped, except the fixed words of a cell's `tag` and `css`.
"""

from collections.abc import Sequence
from html import escape
from itertools import zip_longest

from django import template
from django.utils.safestring import SafeString

from evaluations.core.text.word_changes import Run
from evaluations.tables.shapes import CellInput, Compared, OfficialTable, TableCell, TableRow

register = template.Library()


# A form with this many columns needs a wider window.
_WIDE = 9
# The notes of a row's last cells open to the left, because there is no space on the right.
_NEAR_END = 3
_OVER = ("number", "title")
_SOON = 2


@register.filter
def official_css(table: OfficialTable) -> str:
    """The table's classes, which tell the style sheet what it contains (old browsers have no :has)."""
    has = {
        "editable": table.editable,
        "wide": len(table.columns) >= _WIDE,
        "with-beside": table.has_beside,
        "with-buttons": table.editable and any(row.actions for row in table.rows),
    }
    return " ".join(["official-table", *(name for name, is_so in has.items() if is_so)])


@register.filter
def official_rows(table: OfficialTable) -> SafeString:
    """The rows of the table, with read-only cells, or cells with inputs, errors, notes and links to comments."""
    staying = _staying(table.rows)
    return SafeString("".join([_row(row, table, stays=place in staying) for place, row in enumerate(table.rows)]))


def _staying(rows: Sequence[TableRow]) -> set[int]:
    """The places of the headings that stay in sight over their rows; one that soon gives way to the next does not."""
    heads = [place for place, row in enumerate(rows) if row.is_head]
    return {place for place, following in zip_longest(heads, heads[1:]) if not following or following - place > _SOON}


def _row(row: TableRow, table: OfficialTable, *, stays: bool) -> str:
    far = len(row.cells) - _NEAR_END
    cells = "".join([_cell(cell, is_near_end=place >= far) for place, cell in enumerate(row.cells)])
    last_year = _beside(row) if table.has_beside else ""
    anchor = f' id="{escape(row.id)}"' if row.id else ""
    return f"<tr{_row_css(row, stays=stays)}{anchor}>{cells}{last_year}{_gutter(row) if table.editable else ''}</tr>\n"


def _row_css(row: TableRow, *, stays: bool) -> str:
    """The classes of rows that the style sheet treats as a whole: column headings, and the number and title over the form."""
    if row.is_head:
        return ' class="head stays"' if stays else ' class="head"'
    return ' class="over"' if row.cells and row.cells[0].css in _OVER else ""


def _gutter(row: TableRow) -> str:
    tools = [action for action in row.actions if action[0].startswith(_ON_THE_ROW)]
    others = [action for action in row.actions if action not in tools]
    return f'\n<td class="gutter">{_menu(tools)}{"".join(map(_button, others))}{_library_link(row.library_url)}</td>'


_ON_THE_ROW = ("up:", "down:", "copy:", "remove:")
_SHORTCUTS = {
    "up": ("Alt+ArrowUp", "Alt+↑"),
    "down": ("Alt+ArrowDown", "Alt+↓"),
}


def _menu(tools: Sequence[tuple[str, str, str, bool]]) -> str:
    """The row's menu; it also opens without JavaScript, and is a single stop for Tab while it is closed."""
    if not tools:
        return ""
    name = escape(tools[0][2].partition("：")[2])
    return (
        f'<details class="row-menu"><summary aria-label="行操作：{name}" title="行操作">⋯</summary>'
        f"<div>{''.join(map(_button, tools))}</div></details>"
    )


def _library_link(url: str) -> str:
    """The link to indicators that may be added at this row; "" if there is none."""
    title = "从指标库添加：往年用过的和常用的指标"
    return f'<a class="library" href="{escape(url)}" title="{title}">指标库</a>' if url else ""


def _beside(row: TableRow) -> str:
    """The cell to the right of the form: the heading, or the row's values of last year, one per line."""
    tag = "th" if row.is_head and row.beside else "td"
    anchor = f' id="{escape(row.beside_id)}"' if row.beside_id else ""
    return f'\n<{tag} class="beside"{anchor}>{escape("\n".join(row.beside))}</{tag}>'


def _button(action: tuple[str, str, str, bool]) -> str:
    value, label, title, is_dangerous = action
    css = ' class="danger"' if is_dangerous else ""
    keys, shown = _SHORTCUTS.get(value.partition(":")[0], ("", ""))
    shortcut = f' aria-keyshortcuts="{keys}" data-keys="{shown}"' if keys else ""
    return f'<button name="action" value="{escape(value)}" aria-label="{escape(title)}"{css}{shortcut}>{escape(label)}</button>'


def _cell(cell: TableCell, *, is_near_end: bool) -> str:
    span = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    span += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    anchor = ""
    if cell.input:
        extra = _input(cell.extra.name, cell.extra) if cell.extra else ""
        content = (
            _prefix(cell.prefix)
            + _input(cell.anchor, cell.input, _hint_id(cell))
            + extra
            + usual(cell.input.name, cell.input.usual)
            + offers(cell.input.name, cell.input.offers)
        )
    else:
        anchor = f' id="{escape(cell.anchor)}"' if cell.anchor else ""
        text = changed(cell.compared.runs) if cell.compared and cell.compared.runs else escape(cell.text)
        content = escape(cell.prefix) + text + _correction_link(cell) + compared(cell.compared)
    if cell.column:
        span += f' data-column="{escape(cell.column)}"'
    if cell.title:
        span += f' title="{escape(cell.title)}"'
    said = _hint(cell) + _notes(cell) + _comment_link(cell)
    return f'\n<{cell.tag} class="{_css(cell, is_near_end=is_near_end)}"{anchor}{span}>{content}{said}</{cell.tag}>'


def _css(cell: TableCell, *, is_near_end: bool) -> str:
    """The cell's own classes, plus `entry` if it has an input and `noted` if it has notes (static/js/filling/answer.js keeps that up to date)."""
    css = cell.css
    if cell.input:
        css += " entry"
    if cell.notes:
        css += " noted"
    return f"{css} near-end" if is_near_end and (cell.input or cell.notes) else css


_CHANGES = {"removed": "del", "added": "ins"}


@register.simple_tag
def changed(runs: Sequence[Run]) -> SafeString:
    """A text with what was removed from it and what was added."""
    return SafeString("".join(map(_run, runs)))


def _run(run: Run) -> str:
    tag = _CHANGES.get(run.change)
    return f"<{tag}>{escape(run.text)}</{tag}>" if tag else escape(run.text)


@register.simple_tag
def compared(other: Compared | None) -> SafeString:
    """The line below a value that says what it is compared with; "" without one."""
    if other is None or not other.said:
        return SafeString("")
    difference = f" <b>{escape(other.difference)}</b>" if other.difference else ""
    return SafeString(f'<p class="compared">{escape(other.said)}{difference}</p>')


_KEYBOARDS = {"amount": 'inputmode="decimal" ', "count": 'inputmode="numeric" '}


def _input(anchor: str, field: CellInput, hint_id: str = "") -> str:
    attributes = f'id="{escape(anchor)}" name="{escape(field.name)}" aria-label="{escape(field.label)}"'
    if field.described_by or hint_id:
        attributes += f' aria-describedby="{escape(f"{field.described_by} {hint_id}".strip())}"'
    if field.error:
        attributes += ' aria-invalid="true"'
    if field.kind == "long":
        # Browsers drop a line break right after the tag, so without this one they would drop a text's own leading line break.
        attributes += ' placeholder=" "' if field.usual else ""
        return f"<textarea {attributes}>\n{escape(field.value)}</textarea>"
    if field.kind == "choice":
        return f"<select {attributes}>{''.join(map(_option, field.options))}</select>"
    if field.title:
        attributes += f' title="{escape(field.title)}"'
    if field.in_wan:
        attributes += f' data-in-wan="{escape(field.in_wan)}"'
    return f'<input {_KEYBOARDS.get(field.kind, "")}{attributes} value="{escape(field.value)}">'


@register.simple_tag
def usual(path: str, text: str) -> SafeString:
    """A button that puts the customary text for nothing into a blank cell; the style sheet shows it while the cell is blank."""
    said = escape(text)
    button = f'<button class="usual" name="action" value="put:{escape(path)}:{said}" tabindex="-1" aria-label="填“{said}”">{said}</button>'
    return SafeString(button if text else "")


@register.simple_tag
def offers(path: str, texts: Sequence[str]) -> SafeString:
    """Buttons that put another text into the cell; static/js/filling/offers.js renders the same."""
    buttons = [
        f'<button class="offer" name="action" value="put:{escape(path)}:{escape(text)}">{f"改为 {escape(text)}" if text else "留空"}</button>'
        for text in texts
    ]
    return SafeString(f'<p class="offers">{" ".join(buttons)}</p>' if buttons else "")


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
    """How a value was read, or the suggested score; static/js/filling/indicators.js renders the same."""
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
