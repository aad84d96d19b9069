"""Renders what is said of one cell as HTML, for templates/components/findings.html.

This is done in Python instead of the template, because most of these lines are blank for most findings, of which a page has a hundred. Every
value is escaped.
"""

from html import escape

from django import template
from django.utils.safestring import SafeString

from evaluations.panels.findings import FindingCard, FindingItem

register = template.Library()

_FACTS = {"error": ("现为", "应为")}
_OTHER_FACTS = ("当前值", "参考值")


@register.filter
def finding_items(card: FindingCard) -> SafeString:
    """The cell, and its findings one below the other."""
    return SafeString(_cell(card) + "".join([_item(item, card) for item in card.items]))


@register.filter
def given_explanations(card: FindingCard) -> SafeString:
    """What the unit says of a card's findings that need a reason, to be read; "" if none does."""
    if not card.box:
        return SafeString("")
    given = "".join([f'<p class="given"><b>单位说明：</b>{escape(text)}</p>\n' for text in card.explanations])
    some = "其中一条" if card.explanations else ""
    lacking = f'<p class="given missing">单位尚未说明{some}。</p>\n' if card.lacks_one else ""
    return SafeString(f'<div class="explanation">\n{given}{lacking}</div>')


def _cell(card: FindingCard) -> str:
    code = f' <span class="code">{escape(card.code)}</span>' if card.code else ""
    return f'<p class="cell"><a href="{escape(card.url)}">{escape(card.label)}</a>{code}</p>\n'


def _item(item: FindingItem, card: FindingCard) -> str:
    place = f"{escape(item.place)}：" if item.place else ""
    code = f' <span class="code">{escape(item.code)}</span>' if len(card.items) > 1 else ""
    said = f'<p><b class="tag">{escape(item.tag)}</b> {place}{escape(item.message)}{code}</p>\n'
    return f'<div class="said {escape(item.severity)}">\n{said}{_links(item, card)}{_more(item, card)}{_facts(item, card)}</div>'


def _links(item: FindingItem, card: FindingCard) -> str:
    links = ""
    if item.comment_url:
        about = f'<span class="visually-hidden">：{escape(card.label)}</span>'
        links += (
            f'<p class="comment-on"><a href="{escape(item.comment_url)}" aria-keyshortcuts="c"'
            f' title="光标在这条检查结果上时按 C">写成批注{about}</a></p>\n'
        )
    if item.alike_url:
        links += f'<p><a href="{escape(item.alike_url)}">对照两段文字</a></p>\n'
    return links


def _more(item: FindingItem, card: FindingCard) -> str:
    units = f'<p class="hint">相同的是：{escape(item.units)}，{escape(card.label)}。</p>\n' if item.units else ""
    return units + (f'<p class="hint">正文写着：“{escape(item.sentence)}”</p>\n' if item.sentence else "")


def _facts(item: FindingItem, card: FindingCard) -> str:
    """What is there, unless it stands in the box of the card, and what is expected."""
    if not (item.found or item.expected):
        return ""
    now, then = _FACTS.get(item.severity, _OTHER_FACTS)
    is_in_box = card.value is not None and item.found == card.value.text
    found = f"<div><dt>{now}</dt><dd>{escape(item.found)}</dd></div>\n" if item.found and not is_in_box else ""
    expected = f"<div><dt>{then}</dt><dd>{escape(item.expected)}</dd></div>\n" if item.expected else ""
    return f"<dl>\n{found}{expected}</dl>\n"
