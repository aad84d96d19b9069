"""Reads a Word report: the cover, the chapters by their titles, and what follows. Text outside all chapters, or in a doubtful one, is reported."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from evaluations.core import paths
from evaluations.core.form.report import Chapter
from evaluations.core.readback import chapters, foot
from evaluations.core.readback.chapters import Start
from evaluations.core.readback.found import Found
from evaluations.core.readback.source import FileTable
from evaluations.core.readback.table import Text
from evaluations.core.readback.titles import EXACT, NO_NUMBER, Title, TitleMatch, match, split, titles_of
from evaluations.core.readback.words import clip, fold

_COVER_LIMIT = 5000
_COVER = "封面"
REPORT = "自评报告"
_SHOWN = 3
_NO_TEXT = re.compile(
    r"[\W\d_]*|[(]?单位[:：]?.{0,3}元[)]?|目录|(?:附[件表]\d*)?[(]?(?:续表?|接上[表页])\d?[)]?|[\d〇零一二三四五六七八九十年月日]+"
)


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a paragraph or of a table cell. `block`: the place of that paragraph or table; `match`: the title that it may be."""

    text: str
    block: int
    match: TitleMatch | None


class ReportReader:
    """The paragraphs of a file. `unfolded`: the places of tables that only lay out chapters; `inside`: the places of blocks within chapters."""

    def __init__(self, found: Found, blocks: Sequence[str | FileTable], is_form: Callable[[FileTable], bool]) -> None:
        self.found = found
        self.chapters = found.edition.report.chapters
        self.titles = titles_of(self.chapters)
        self.unfolded = {
            at
            for at, block in enumerate(blocks)
            if isinstance(block, FileTable) and not block.name and not is_form(block) and self._lays_out(block)
        }
        self.lines = list(self._lines(blocks))
        self._split_lines()
        matches = [line.match for line in self.lines]
        self.chosen = chapters.chosen([line.text for line in self.lines], matches, self.titles)
        self.texts: dict[int, list[str]] = {}
        self.before: list[str] = []
        self.after: list[str] = []
        self.inside: set[int] = set()
        self.is_blank = bool(blocks) and not any(isinstance(block, FileTable) or block.strip() for block in blocks)

    def read(self) -> None:
        """Put the chapters into `found`, unless the cover names another year."""
        starts = {start.line: start for start in self.chosen.starts}
        here: Chapter | None = None
        is_over, last = False, 0
        for at, line in enumerate(self.lines):
            is_inside = here is not None and not is_over
            if is_inside:
                self.inside |= set(range(last, line.block))
            last = line.block
            if at in starts:
                here, is_over = starts[at].match.chapter, False
                self._enter(starts[at], line.text)
            elif here is None:
                self.before.append(line.text)
            elif is_over or self._ends(fold(line.text)):
                is_over = True
                self.after.append(line.text)
            elif at not in self.chosen.contents:
                self.texts[here.number].append(line.text)
        if here is not None and not is_over:
            self.inside |= set(range(last, len(self.lines) and self.lines[-1].block + 10**4))
        self._tell()

    # Lines

    def _lines(self, blocks: Sequence[str | FileTable]) -> Iterator[FileLine]:
        for at, block in enumerate(blocks):
            texts = [block] if isinstance(block, str) else [cell.text for cell in block.cells if at in self.unfolded]
            for text in texts:
                yield from (self._line(line, at) for line in self._broken(text))

    def _line(self, text: str, block: int) -> FileLine:
        return FileLine(text, block, match(text, self.titles))

    def _broken(self, paragraph: str) -> list[str]:
        """The lines of a paragraph; a title broken across lines is one line."""
        whole = paragraph.strip()
        lines = [line.strip() for line in whole.split("\n")]
        title = match(whole, self.titles) if len(lines) > 1 else None
        return [" ".join(lines)] if title and title.rank <= NO_NUMBER and not title.rest else lines

    def _lays_out(self, table: FileTable) -> bool:
        """Whether a cell holds a chapter's title."""
        lines = (line for cell in table.cells for line in cell.text.split("\n"))
        return any(found is not None and found.rank == EXACT for found in (match(line, self.titles) for line in lines))

    def _split_lines(self) -> None:
        """Split a line in which a chapter begins, if its title occurs nowhere else."""
        for title in self.titles:
            known = (line.match for line in self.lines)
            if any(one and one.chapter == title.chapter and one.rank == EXACT for one in known):
                continue
            places = [(at, parts) for at, line in enumerate(self.lines) if (parts := split(line.text, title))]
            if len(places) == 1:
                at, parts = places[0]
                block = self.lines[at].block
                self.lines[at : at + 1] = [self._line(part.strip(), block) for part in parts]

    # Chapters

    def _enter(self, start: Start, line: str) -> None:
        chapter = start.match.chapter
        if any(self.texts.get(chapter.number, ())):
            message = "这一章的标题出现两次，两处的文字合在一起，请核对。"
            self.found.problem(self._place(chapter), line, message, "warning")
        elif start.match.rank > NO_NUMBER:
            message = f"章标题与表样的“{chapter.title}”不同，按这一章读取，请核对。"
            self.found.problem(self._place(chapter), line, message, "warning")
        texts = self.texts.setdefault(chapter.number, [])
        if start.match.rest:
            texts.append(start.match.rest.strip())

    def _ends(self, line: str) -> bool:
        """Whether the line begins what follows the chapters: the list of attachments, or the first attachment itself."""
        name = re.sub(r"^(?:\d+[.、])?", "", line.removeprefix(fold(self.found.edition.report.attachments)))
        return name in self._attachments or line in self._attachment_numbers

    @cached_property
    def _attachments(self) -> set[str]:
        forms = self.found.edition.tables.values()
        return {fold(self.found.words(words)) for form in forms for words in (form.listed, form.title) if words}

    @cached_property
    def _attachment_numbers(self) -> set[str]:
        return {fold(form.number) for form in self.found.edition.tables.values()}

    # Reports

    def _tell(self) -> None:
        for where, lines in ((_COVER, self.before), ("附件", self.after)):
            for line in lines:
                foot.read_foot(self.found, Text(line, f"{where}“{clip(line, 8)}”一行"))
        if not self.chapters or (
            self.texts and not self._is_of_this_year("".join(map(fold, self.before))[:_COVER_LIMIT])
        ):
            return
        missing = [title for title in self.titles if title.chapter.number not in self.texts]
        mixed = {number: self._mixed(others, line) for number, others, line in self._doubts(missing)}
        for chapter in self.chapters:
            text = "\n".join(self.texts.get(chapter.number, ())).strip()
            if text:
                asked = mixed.get(chapter.number, "")
                asked = asked and f"{asked}混在这里，没有自动勾选，请核对后勾选。"
                self.found.put(paths.chapter(chapter.number), Text(text, self._place(chapter), asked=asked))
        self._tell_missing(missing, mixed)

    def _tell_missing(self, missing: Sequence[Title], mixed: Mapping[int, str]) -> None:
        """Report in one message the chapters that were not found, where their texts may be, and the lines that belong to none."""
        outside = [line for line in self.before if not self._is_cover(line)]
        outside += [line for line in self.after if not self._is_known(line)]
        if not self.texts:
            if outside or self._cover_title:
                self.found.problem(REPORT, "".join(outside[:1]), self._nothing(outside), "error")
            elif self.is_blank:
                self.found.problem(
                    REPORT, "", "文件里没有文字（图片里的文字读不出来），没有导入。请选择有文字的报告。", "error"
                )
            return
        places = {chapter.number: self._place(chapter) for chapter in self.chapters}
        told = [
            *self._not_found(missing),
            *(f"{what}混在{places[number]}里，没有自动勾选。" for number, what in mixed.items()),
        ]
        told += _not_taken(outside)
        if told:
            self.found.problem(REPORT, "", "".join(told) + self._what_to_do(missing or mixed), "warning")

    def _doubts(self, missing: Sequence[Title]) -> Iterator[tuple[int, list[Title], str]]:
        """(chapter, others, line): each chapter whose text may run on into others, and a line that looks like the title of one of them."""
        starts = [start.match.chapter.number for start in self.chosen.starts]
        beyond = max(title.number for title in self.titles) + 1
        for here, following in pairwise([*starts, None]):
            if here is None or not any(line.strip() for line in self.texts[here]):
                continue
            others = [title for title in missing if here < title.chapter.number < (following or 10**6)]
            numbers = [title.number for title in others] + [beyond] * (following is None)
            lines = [chapters.heading_beyond(self.texts[here], self.chosen.style, number) for number in numbers]
            line = next(filter(None, lines), "")
            if others or line:
                yield here, others, line

    def _not_found(self, missing: Sequence[Title]) -> Iterator[str]:
        if missing:
            found = "、".join(self._place(chapter) for chapter in self.chapters if chapter.number in self.texts)
            lost = "".join(f"“{title.chapter.title}”" for title in missing)
            yield f"{len(self.chapters)} 章中找到 {len(self.texts)} 章（{found}），没有找到 {len(missing)} 章的标题：{lost}。"

    def _mixed(self, others: Sequence[Title], line: str) -> str:
        what = "、".join(self._place(title.chapter) for title in others) or "另一章"
        hint = f"（“{clip(line)}”一行像是章标题）" if line else ""
        return f"{what}的文字{hint}可能"

    def _what_to_do(self, has_missing: object) -> str:
        if not has_missing:
            return "要导入的，请在 Word 中移到所属一章的标题下面，保存后再导入。"
        example = self.chapters[0].title
        return f"请在 Word 中把每章的标题单独写成一段，与表样相同（如“{example}”），保存后再导入；或者核对后勾选，再到系统里分开。"

    def _nothing(self, outside: Sequence[str]) -> str:
        titles = "".join(f"“{chapter.title}”" for chapter in self.chapters)
        return (
            f"没有找到任何一章的标题，{len(outside)} 段文字没有导入。请在 Word 中把每章的标题单独写成一段，与表样相同：{titles}，"
            "保存后再导入；或者在系统里按章粘贴。"
        )

    def _is_cover(self, line: str) -> bool:
        """Whether a line before the chapters is part of a cover or of a table of contents."""
        text = fold(line)
        listed = {fold(self.lines[at].text) for at in self.chosen.contents}
        is_name = text in fold(self._cover_title) or text == fold(self.found.unit_name)
        return is_name or text in listed or self._is_known(line)

    @cached_property
    def _cover_title(self) -> str:
        match_ = self._title_pattern.search("".join(map(fold, self.before))[:_COVER_LIMIT])
        return match_[0] if match_ else ""

    def _is_known(self, line: str) -> bool:
        """Whether a line occurs in every report: attachments, who filled it in, notes, page numbers, dates."""
        edition, text = self.found.edition, fold(line)
        labels = (edition.foot.preparer, edition.foot.filing_date, edition.foot.phone, edition.foot.signature)
        if any(text.startswith(fold(label)) for label in (*labels, edition.report.seal) if label):
            return True
        notes = {fold(edition.attachment2.note), fold(edition.report.attachments)}
        return (text and text in notes) or self._ends(text) or bool(_NO_TEXT.fullmatch(text))

    @cached_property
    def _title_pattern(self) -> re.Pattern[str]:
        title = re.escape(fold(self.found.edition.report.title))
        return re.compile(title.replace(r"\{year\}", r"(?P<year>\d{4})").replace(r"\{unit\}", "(?P<unit>.{1,200}?)"))

    def _is_of_this_year(self, cover: str) -> bool:
        match_ = self._title_pattern.search(cover)
        told = match_.groupdict() if match_ else {}
        if "unit" in told:
            self.found.check_unit(told["unit"], _COVER)
        return self.found.is_of_this_year(told.get("year", ""), match_[0] if match_ else "", _COVER)

    def _place(self, chapter: Chapter) -> str:
        number = next(title.number for title in self.titles if title.chapter == chapter)
        return f"第{_hanzi(number)}章"


def _not_taken(lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        shown = "".join(f"“{clip(line)}”" for line in listed[:_SHOWN])
        more = "等" if len(listed) > _SHOWN else ""
        yield f"有 {len(listed)} 段文字不属于任何一章，没有导入：{shown}{more}。"


def _hanzi(number: int) -> str:
    digits = "零一二三四五六七八九十"
    tens, ones = divmod(number, 10)
    if number <= 10:
        return digits[number]
    return f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}" if number < 100 else f" {number} "
