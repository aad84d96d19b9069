"""The numbers that Word puts before paragraphs: the file does not contain them, but only how to count."""

import re
from dataclasses import dataclass, field

from evaluations.files.reader.numerals import numeral
from evaluations.files.reader.styles import Styles
from evaluations.files.reader.symbols import bullet
from evaluations.files.reader.tree import Node

_LEVELS = 9
_LONGEST = 100  # characters of a level's text
_PLACE = re.compile(r"%([1-9])")


@dataclass(slots=True)
class _Number:
    """A numbering in use: its definition, its effective levels, where it restarts, and the levels used so far."""

    definition: str
    levels: dict[int, Node]
    starts: dict[int, int]
    used: set[int] = field(default_factory=set)


class Numbering:
    """Counts paragraph by paragraph."""

    def __init__(self, top: Node, styles: Styles) -> None:
        self._styles = styles
        self._definitions = {node.given.get("abstractNumId", ""): node for node in top.all("abstractNum")}
        self._levels = {
            key: {_at(level): level for level in node.all("lvl")} for key, node in self._definitions.items()
        }
        self._by_link = {node.first("styleLink").val: key for key, node in self._definitions.items()}
        self._numbers = {node.given.get("numId", ""): self._number(node) for node in top.all("num")}
        # Numberings with the same definition share their counts.
        self._counts: dict[str, dict[int, int]] = {}

    def of(self, style: str, number: str, level: int | None) -> str:
        """The number of the next paragraph (`（一）`, `1.`, or "") with this style and its own numbering (`numId`), or ""."""
        if not number:
            by_style = self._styles.numbering(style)
            if by_style is None:
                return ""
            number, said, key = by_style
            level = level if level is not None else self._level_of(number, key, said)
        used = self._numbers.get(number)
        at = level or 0
        if used is None or at not in used.levels:
            return ""
        return self._text(used, at, self._count(used, at))

    def _number(self, node: Node) -> _Number:
        key = node.first("abstractNumId").val
        link = self._definitions.get(key, Node("")).first("numStyleLink").val
        key = self._by_link.get(link, key) if link else key
        levels = dict(self._levels.get(key, {}))
        starts: dict[int, int] = {}
        for override in node.all("lvlOverride"):
            for level in override.all("lvl"):
                levels[_at(override)] = level
            start = override.first("startOverride").number
            if start is not None:
                starts[_at(override)] = start
        return _Number(key, levels, starts)

    def _level_of(self, number: str, style: str, said: int | None) -> int:
        """The level that names the style, or else the level that the style names."""
        levels = self._numbers[number].levels if number in self._numbers else {}
        return next((at for at, level in levels.items() if level.first("pStyle").val == style), said or 0)

    def _count(self, used: _Number, at: int) -> dict[int, int]:
        counts = self._counts.setdefault(used.definition, {})
        if at in used.starts and at not in used.used:
            counts[at] = used.starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else _start(used.levels[at])
        used.used.add(at)
        for deeper in [level for level in counts if level > at]:
            restart = used.levels[deeper].first("lvlRestart").number if deeper in used.levels else None
            if restart is None or at < restart:
                del counts[deeper]
        return counts

    def _text(self, used: _Number, at: int, counts: dict[int, int]) -> str:
        level = used.levels[at]
        if level.first("numFmt").val == "bullet":
            return bullet(level.first("lvlText").val)
        is_legal = bool(level.first("isLgl").is_on)

        def shown(place: re.Match[str]) -> str:
            upper = int(place[1]) - 1
            node = used.levels.get(upper, Node(""))
            kind = "decimal" if is_legal else _kind(node)
            return numeral(counts.get(upper, _start(node)), kind)

        text = _PLACE.sub(shown, level.first("lvlText").val[:_LONGEST])
        is_apart = text[-1:].isascii() and text[-1:].isalnum() and level.first("suff").val != "nothing"
        return text + " " if is_apart else text


def _at(node: Node) -> int:
    at = node.given.get("ilvl", "")
    return int(at) if at.isascii() and at.isdigit() and int(at) < _LEVELS else 0


def _start(level: Node) -> int:
    start = level.first("start").number
    return 1 if start is None else start


def _kind(level: Node) -> str:
    """The number format; newer formats of Word are accompanied by one that older programs know."""
    choice = level.first("AlternateContent")
    return (choice.first("Fallback") if choice.tag else level).first("numFmt").val or "decimal"
