"""What the step 自评报告 shows under each chapter: the sentences made from the tables, and what can be done with them.

The page shows this, and the answer to a save sends it rendered.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluations.core import paths
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names
from evaluations.core.text.composing import with_changes, with_sentences
from evaluations.core.text.marks import Mark, marks
from evaluations.core.text.mentions import mentions
from evaluations.core.text.sentences import Sentence, linked
from evaluations.filling.addresses import cell_url

_NAMED = 6
CellLink = Callable[[str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Splice:
    """A button's change to its chapter's text: `text` replaces `start`…`end`; positions are counted as in JavaScript.

    `length` is the length of the whole text, so that a page with a different text notices.
    """

    start: int
    end: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button for a chapter's sentences: what it posts, its label, what it refers to (for screen readers), and its change."""

    value: str
    word: str
    about: str
    splice: Splice


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """A sentence: its state (as `tone`: stale, missing, unclear or current), its current text, its fragment of the chapter, its button."""

    tone: str
    words: str
    text: str
    found: str
    button: Button | None


@dataclass(frozen=True, slots=True)
class Figures:
    """A chapter's text, and the figures in it that the tables hold."""

    text: str
    marks: Sequence[Mark]

    @property
    def agreeing(self) -> int:
        """How many are as in the tables."""
        return sum(not one.expected for one in self.marks)

    @property
    def others(self) -> list[Mark]:
        """Those that are not."""
        return [one for one in self.marks if one.expected]

    @property
    def places(self) -> str:
        """For static/js/filling/marks.js: JSON of the text's length and the marks, (start, end, tone, text), counted as in JavaScript."""
        listed = [
            (_units(self.text[: one.start]), _units(self.text[: one.end]), one.tone, one.text) for one in self.marks
        ]
        return json.dumps([_units(self.text), listed])


@dataclass(frozen=True, slots=True)
class Panel:
    """What is shown below a chapter.

    `figures`: those in its text; `waiting`: the blank cells that other sentences wait for, (URL, name); `hints`: (what, fragment of the chapter).
    """

    summary: str
    is_open: bool
    lines: Sequence[SentenceLine]
    buttons: Sequence[Button]
    waiting: Sequence[tuple[str, str]]
    is_waiting_for_more: bool
    hints: Sequence[tuple[str, str]]
    figures: Figures | None


def panels(evaluation_id: int, edition: Edition, document: Document) -> Mapping[str, Panel]:
    """The panels by chapter path; none for a chapter without sentences, hints and figures."""
    sentences = linked(edition, document)
    hints: dict[int, list[tuple[str, str]]] = {}
    for one in mentions(edition, document, sentences):
        what = f"正文写着“{one.quote}”，上面填的{one.label}是 {one.amount} 万元，请核对。"
        listed = hints.setdefault(one.chapter, [])
        if len(listed) < _NAMED and (what, one.quote) not in listed:
            listed.append((what, one.quote))
    names, marked = Names(edition, document), marks(edition, document, sentences)

    def cell_link(path: str) -> tuple[str, str]:
        return cell_url(evaluation_id, edition, path), names.of(path)

    numbers = {one.chapter for one in sentences} | hints.keys() | marked.keys()
    return {
        paths.chapter(number): _panel(
            number,
            Figures(document.report.chapter(number), marked.get(number, ())),
            [one for one in sentences if one.chapter == number],
            cell_link,
            hints.get(number, []),
        )
        for number in sorted(numbers)
    }


def state(text: str, notes: Iterable[Sequence[str]], error: str = "") -> tuple[str, str]:
    """A chapter's state in one word, and its tone; `notes`: (severity, …) of its findings, `error`: why its text is not stored."""
    severities = {severity for severity, *_ in notes}
    if not (text.strip() or error):
        return "未写", "waiting"
    if error or "error" in severities:
        return "错误", "error"
    return ("需说明", "attention") if "warning" in severities else ("已写", "done")


def stale_chapters(edition: Edition, shown: Mapping[str, Panel]) -> list[tuple[str, str, int]]:
    """The chapters with sentences whose figures have changed: (path, title, how many)."""
    titles = {paths.chapter(chapter.number): chapter.title for chapter in edition.report.chapters}
    counts = {path: sum(line.tone == "stale" for line in panel.lines) for path, panel in shown.items()}
    return [(path, titles[path], count) for path, count in counts.items() if count]


def _panel(
    number: int,
    figures: Figures,
    sentences: Sequence[Sentence],
    cell_link: CellLink,
    hints: Sequence[tuple[str, str]],
) -> Panel:
    text = figures.text
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
        figures=figures if figures.marks else None,
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


def _line(text: str, sentences: Sequence[Sentence], one: Sentence) -> SentenceLine:
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
    return SentenceLine(one.state, words, one.text, one.found, button)


def _button(action: str, word: str, text: str, new: str, one: Sentence) -> Button:
    return Button(f"{action}:{paths.chapter(one.chapter)}:{one.key}", word, one.text, splice(text, new))


def _for_all(number: int, text: str, sentences: Sequence[Sentence]) -> Iterator[Button]:
    """全部更新 if several are stale; 全部插入正文 if none has been inserted yet."""
    states = [one.state for one in sentences if one.state != "blank"]
    path = paths.chapter(number)
    if states.count("stale") > 1:
        yield Button(f"renew:{path}", "全部更新", "", splice(text, with_changes(text, sentences)))
    if len(states) > 1 and set(states) == {"missing"}:
        yield Button(f"write:{path}", "全部插入正文", "", splice(text, with_sentences(text, sentences, sentences)))


def splice(old: str, new: str) -> Splice:
    """The shortest single change that turns `old` into `new`."""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    changed = new[start : len(new) - end]
    return Splice(_units(old[:start]), _units(old[: len(old) - end]), _units(old), changed)


def _shared(one: str, other: str) -> int:
    """The length of the common beginning of two texts."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
