"""What the step 自评报告 shows under each chapter: the sentences that the tables make, with what to do about them.

The same goes to the page and, rendered, to the answer of a save.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluations.core import paths
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names
from evaluations.core.text.composing import with_changes, with_sentences
from evaluations.core.text.mentions import mentions
from evaluations.core.text.sentences import Sentence, linked
from evaluations.filling.addresses import cell_url

_NAMED = 6
CellLink = Callable[[str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Splice:
    """What a button changes of its chapter's text: `text` in place of `start`…`end`; all lengths as JavaScript counts them.

    `length` is that of the whole text, so that a page with another one finds out.
    """

    start: int
    end: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a chapter's sentences: what it posts, its word, what it is about (spoken only), and what it changes."""

    value: str
    word: str
    about: str
    splice: Splice


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: how it stands (`tone` stale, missing, unclear or current), its text now, its fragment of the chapter, its button."""

    tone: str
    words: str
    text: str
    found: str
    button: Button | None


@dataclass(frozen=True, slots=True)
class Panel:
    """The sentences of a chapter. `waiting`: the cells that others wait for, (address, name); `hints`: (what, fragment of the chapter)."""

    summary: str
    is_open: bool
    lines: Sequence[Line]
    buttons: Sequence[Button]
    waiting: Sequence[tuple[str, str]]
    is_waiting_for_more: bool
    hints: Sequence[tuple[str, str]]


def panels(evaluation_id: int, edition: Edition, document: Document) -> Mapping[str, Panel]:
    """The panels by the paths of the chapters; none for a chapter that no sentence or hint belongs to."""
    sentences = linked(edition, document)
    hints: dict[int, list[tuple[str, str]]] = {}
    for one in mentions(edition, document, sentences):
        what = f"正文写着“{one.quote}”，上面填的{one.label}是 {one.amount} 万元，请核对。"
        listed = hints.setdefault(one.chapter, [])
        if len(listed) < _NAMED and (what, one.quote) not in listed:
            listed.append((what, one.quote))
    names = Names(edition, document)

    def cell_link(path: str) -> tuple[str, str]:
        return cell_url(evaluation_id, path), names.of(path)

    numbers = {one.chapter for one in sentences} | hints.keys()
    return {
        paths.chapter(number): _panel(
            number,
            document.report.chapter(number),
            [one for one in sentences if one.chapter == number],
            cell_link,
            hints.get(number, []),
        )
        for number in sorted(numbers)
    }


def stale_chapters(edition: Edition, shown: Mapping[str, Panel]) -> list[tuple[str, str, int]]:
    """The chapters with sentences whose figures have changed: (path, title, how many)."""
    titles = {paths.chapter(chapter.number): chapter.title for chapter in edition.report.chapters}
    counts = {path: sum(line.tone == "stale" for line in panel.lines) for path, panel in shown.items()}
    return [(path, titles[path], count) for path, count in counts.items() if count]


def _panel(
    number: int, text: str, sentences: Sequence[Sentence], cell_link: CellLink, hints: Sequence[tuple[str, str]]
) -> Panel:
    waiting = list(dict.fromkeys(cell for one in sentences for cell in one.blank))
    offered = [one for one in sentences if one.state != "blank"]
    is_stale = any(one.state == "stale" for one in offered)
    return Panel(
        summary=_summary(sentences),
        is_open=bool(is_stale or hints or (offered and not text)),
        lines=[_line(text, sentences, one) for one in offered],
        buttons=list(_for_all(number, text, sentences)),
        waiting=[cell_link(cell) for cell in waiting[:_NAMED]],
        is_waiting_for_more=len(waiting) > _NAMED,
        hints=hints,
    )


_STATES = {
    "stale": "数据已变化",
    "missing": "未插入正文",
    "unclear": "待核对",
    "current": "已在正文中",
    "blank": "缺少数据",
}


def _summary(sentences: Iterable[Sentence]) -> str:
    states = [one.state for one in sentences]
    return "，".join(f"{states.count(state)} 句{words}" for state, words in _STATES.items() if state in states)


def _line(text: str, sentences: Sequence[Sentence], one: Sentence) -> Line:
    words: str = _STATES[one.state]
    if one.state == "stale":
        words += "：" + "，".join(f"{change.old} → {change.new}" for change in one.changes)
    elif one.state == "unclear":
        words += "：正文里有几处相似的句子，金额都与表格不同"
    button = None
    if one.state == "stale":
        button = _button("renew", "更新", text, with_changes(text, [one]), one)
    elif one.state == "missing":
        button = _button("write", "插入正文", text, with_sentences(text, sentences, [one]), one)
    return Line(one.state, words, one.text, one.found, button)


def _button(action: str, word: str, text: str, new: str, one: Sentence) -> Button:
    return Button(f"{action}:{paths.chapter(one.chapter)}:{one.key}", word, one.text, splice(text, new))


def _for_all(number: int, text: str, sentences: Sequence[Sentence]) -> Iterator[Button]:
    """全部更新 where several are stale; 全部插入正文 where none is there yet."""
    states = [one.state for one in sentences if one.state != "blank"]
    path = paths.chapter(number)
    if states.count("stale") > 1:
        yield Button(f"renew:{path}", "全部更新", "", splice(text, with_changes(text, sentences)))
    if len(states) > 1 and set(states) == {"missing"}:
        yield Button(f"write:{path}", "全部插入正文", "", splice(text, with_sentences(text, sentences, sentences)))


def splice(old: str, new: str) -> Splice:
    """The shortest single change that makes `new` of `old`."""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    changed = new[start : len(new) - end]
    return Splice(_units(old[:start]), _units(old[: len(old) - end]), _units(old), changed)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
