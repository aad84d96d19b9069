"""A PDF read back with poppler: as a reader sees it, and as a screen reader is told."""

import os
import re
import shutil
import subprocess
from typing import NamedTuple

import pytest

_PAGE_NUMBER = re.compile(r"—\s*\d+\s*—\s*\f")
_NUMBER = re.compile(r"—|\d+")
_ELEMENT = re.compile(r"\s*(H1|H2|P|TH|TD)\b")
_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')
_TEXT = re.compile(r'\s*"(.*)"$')


class Element(NamedTuple):
    """A heading (H1, H2), a paragraph (P) or a cell (TH, TD) and its text."""

    tag: str
    text: str


def seen(content: bytes) -> str:
    """The text in the order in which it is drawn, without white space and page numbers."""
    return "".join(_PAGE_NUMBER.sub("", _run("pdftotext", "-raw", "-", "-", given=content)).split())


def each(content: bytes) -> list[str]:
    """The text of each page, without white space."""
    return ["".join(page.split()) for page in _run("pdftotext", "-raw", "-", "-", given=content).split("\f")[:-1]]


def words(content: bytes) -> set[str]:
    """What is drawn in one piece on one line."""
    return {word for *_, word in _boxes(content)}


def sizes(content: bytes) -> list[tuple[int, int]]:
    """The width and height of each page, in millimetres."""
    found = _PAGE.findall(_run("pdftotext", "-bbox", "-", "-", given=content))
    width, height = ((round(float(side) * 25.4 / 72) for side in sides) for sides in zip(*found, strict=True))
    return list(zip(width, height, strict=True))


def outside(content: bytes) -> list[str]:
    """The words that are not drawn within margins of 1.8 cm; a page's number may stand below."""
    return [word for *box, word in _boxes(content) if not (_within(*map(float, box)) or _NUMBER.fullmatch(word))]


def _boxes(content: bytes) -> list[tuple[str, ...]]:
    """The sides of each word (left, top, right, bottom, in points), and the word."""
    found: list[tuple[str, ...]] = _WORD.findall(_run("pdftotext", "-bbox", "-", "-", given=content))
    return found


def _within(left: float, top: float, right: float, bottom: float) -> bool:
    """Half of a bracket or a closing mark is white and may stand outside, and so may the white above a line."""
    edge = 1.8 / 2.54 * 72 - 8
    return left > edge and top > edge and right < 595.3 - edge and bottom < 841.9 - edge


def elements(content: bytes) -> list[Element]:
    """What the tags say, in reading order: every character as it was typed. Slow: poppler draws a page again for each element."""
    found: list[tuple[str, list[str]]] = []
    for line in _run("pdfinfo", "-struct-text", "-", given=content).split("\n"):
        if text := _TEXT.match(line):
            found[-1][1].append(text[1])
        elif element := _ELEMENT.match(line):
            found.append((element[1], []))
    return [Element(tag, "".join(texts)) for tag, texts in found]


def _run(program: str, *arguments: str, given: bytes) -> str:
    if shutil.which(program) is None:
        message = (
            f"!!! NO POPPLER: {program} is missing, tests of PDF files did not run (apt-get install poppler-utils)."
        )
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    done = subprocess.run([program, *arguments], input=given, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")
