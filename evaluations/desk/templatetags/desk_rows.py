"""Renders the rows of the bureau's list as HTML, for templates/desk/desk.html.

This is done in Python instead of the template, because a page has a thousand values, and a template takes ten times as long. Every value is escaped.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from evaluations.desk.listing import Line

register = template.Library()

_ROW = """<tr>
{tick}<th scope="row">{name} <span class="code">{code}</span></th>
<td class="fixed"><span class="state-tag {tone}">{label}</span>{times}{new}</td>
<td class="amount">{days}</td>
{scores}<td class="amount">{explained}</td>
<td class="amount">{swings}</td>
<td class="amount">{alike}</td>
<td class="amount">{comments}</td>
<td>{section}</td>
<td class="fixed">{reviewer}</td>
<td class="fixed">{until}{overdue}</td>
</tr>
"""
_SCORES = """<td class="amount">{score}</td>
<td>{grade}</td>
<td class="amount">{rate}</td>
"""
_TICK = '<td class="tick"><input class="form-check-input" type="checkbox" name="unit" value="{unit_id}" aria-label="{name}"></td>\n'
_EXTENSION = '<a href="{extension}" title="延期">{until}<span class="visually-hidden">，延期：{name}</span></a>'


@register.simple_tag
def desk_rows(lines: Iterable[Line], *, is_manager: bool, has_scores: bool) -> SafeString:
    """The rows; a manager ticks units, and extends their deadlines. A form without scores has no columns of them."""
    return SafeString("".join([_row(line, is_manager=is_manager, has_scores=has_scores) for line in lines]))


def _row(line: Line, *, is_manager: bool, has_scores: bool) -> str:
    said = {key: escape(str(value)) for key, value in line.items()}
    return _ROW.format_map(
        said
        | {
            "scores": _SCORES.format_map(said) if has_scores else "",
            "tick": _TICK.format_map(said) if is_manager else "",
            "name": '<a href="{document}">{name}</a>'.format_map(said) if line["document"] else said["name"],
            "times": f' <span class="hint">第 {said["times"]} 次</span>' if line["times"] > 1 else "",
            "new": ' <span class="state-tag attention">新分配</span>' if line["is_new"] else "",
            "until": _EXTENSION.format_map(said) if is_manager else said["until"],
            "overdue": ' <span class="overdue">已过</span>' if line["is_overdue"] else "",
        }
    )
