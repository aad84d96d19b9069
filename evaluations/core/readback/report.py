"""A Word report's paragraphs: its cover, its chapters by their titles, and what follows them."""

import re

from evaluations.core import paths
from evaluations.core.edition import Chapter
from evaluations.core.readback import foot
from evaluations.core.readback.found import Found
from evaluations.core.readback.table import Text
from evaluations.core.readback.words import bare, clip, fold

_ORDER = re.compile(r"([一二三四五六七八九十]{1,3})、(.+)")
_PAGE_NUMBER = re.compile(r"[\t.…· ]*[\t.…·]\s*\d+$")
_TITLE_LIMIT = 50
_COVER_LIMIT = 5000
_COVER = "封面"


class Paragraphs:
    """Takes the paragraphs one after the other; `end` puts the chapters into what was found."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.chapters = found.edition.report.chapters
        self.by_title = {title: chapter for chapter in self.chapters for title in _titles(chapter)}
        self.cover: list[str] = []
        self.texts: dict[int, list[str]] = {}
        self.here: Chapter | None = None
        self.is_over = False

    def take(self, paragraph: str) -> None:
        """Read the next paragraph."""
        chapter = None if self.is_over else self._chapter(paragraph.strip())
        if chapter:
            self._enter(chapter, paragraph)
        elif self.here is None or self.is_over or self._ends(fold(paragraph)):
            self._outside(paragraph)
        else:
            self.texts[self.here.number].append(paragraph.strip())

    def end(self) -> None:
        """Put the chapters into what was found, unless the cover says that the report is another year's."""
        if self.here is None or not self._is_of_this_year("".join(map(fold, self.cover))[:_COVER_LIMIT]):
            return
        for chapter in self.chapters:
            text = "\n".join(self.texts.get(chapter.number, ())).strip()
            if text:
                self.found.put(paths.chapter(chapter.number), Text(text, _place(chapter)))

    def _chapter(self, line: str) -> Chapter | None:
        """The chapter whose title the line is; a title that is not quite the form's is told."""
        if len(line) > 2 * _TITLE_LIMIT:
            return None
        exact = self.by_title.get(bare(line)) or self.by_title.get(bare(_PAGE_NUMBER.sub("", line)))
        match = _ORDER.fullmatch(fold(line))
        if exact or match is None or len(line) > _TITLE_LIMIT or line.endswith(("。", "；")):
            return exact
        chapter = next((chapter for chapter in self.chapters if _order(chapter) == match[1]), None)
        if chapter is None or not _are_alike(match[2], fold(_words(chapter))):
            return None
        message = f"章标题与表样的“{chapter.title}”不同，按这一章读取，请核对。"
        self.found.problem(_place(chapter), line, message, "warning")
        return chapter

    def _enter(self, chapter: Chapter, paragraph: str) -> None:
        # A table of contents names each chapter too, without a text.
        if any(self.texts.get(chapter.number, ())):
            message = "这一章的标题出现两次，两处的文字合在一起，请核对。"
            self.found.problem(_place(chapter), paragraph.strip(), message, "warning")
        self.here = chapter
        self.texts.setdefault(chapter.number, [])

    def _ends(self, line: str) -> bool:
        """Whether the line begins what follows the chapters: the list of attachments, or the first attachment itself."""
        edition = self.found.edition
        forms = (edition.attachment2, edition.attachment3)
        listed = {fold(self.found.words(words)) for form in forms for words in (form.listed, form.title) if words}
        name = re.sub(r"^(?:\d+[.、])?", "", line.removeprefix(fold(edition.report.attachments)))
        return name in listed or line in {fold(form.number) for form in forms}

    def _outside(self, paragraph: str) -> None:
        self.is_over = self.here is not None
        where = "附件" if self.is_over else _COVER
        foot.read(self.found, Text(paragraph, f"{where}“{clip(paragraph, 8)}”一行"))
        if not self.is_over:
            self.cover.append(paragraph)

    def _is_of_this_year(self, cover: str) -> bool:
        title = re.escape(fold(self.found.edition.report.title))
        match = re.search(
            title.replace(r"\{year\}", r"(?P<year>\d{4})").replace(r"\{unit\}", "(?P<unit>.{1,200}?)"), cover
        )
        told = match.groupdict() if match else {}
        if "unit" in told:
            self.found.check_unit(told["unit"], _COVER)
        return self.found.is_of_this_year(told.get("year", ""), match[0] if match else "", _COVER)


def _order(chapter: Chapter) -> str:
    """`二` of `二、一般公共预算支出情况`."""
    match = _ORDER.fullmatch(chapter.title)
    return match[1] if match else ""


def _words(chapter: Chapter) -> str:
    match = _ORDER.fullmatch(chapter.title)
    return match[2] if match else chapter.title


def _titles(chapter: Chapter) -> set[str]:
    """The title, with and without its number: Word may number headings by itself."""
    return {bare(chapter.title), bare(_words(chapter))}


def _are_alike(one: str, other: str) -> bool:
    """Whether one title is part of the other, or most of their characters are the same."""
    return one in other or other in one or 2 * len(set(one) & set(other)) > max(len(set(one)), len(set(other)))


def _place(chapter: Chapter) -> str:
    return f"第{_order(chapter) or f' {chapter.number} '}章"
