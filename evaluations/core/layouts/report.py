"""The report, 部门整体支出绩效自评报告: its cover, its chapters and its list of attachments."""

from collections.abc import Iterator
from dataclasses import dataclass

from evaluations.core.basics.values import show_day
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.text.prose import Paragraph, paragraphs


@dataclass(frozen=True, slots=True)
class Section:
    """One chapter: its number, its heading as printed (`一、部门（单位）基本情况`), its paragraphs."""

    number: int
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class ReportLayout:
    """The report without its attachments.

    `title` is broken after the unit's name; `cover` holds the lines at the foot of the cover (unit and seal, signature, date), `attachments` the
    lines of the list of attachments, the first one with the label.
    """

    title: tuple[str, ...]
    cover: tuple[str, ...]
    sections: tuple[Section, ...]
    attachments: tuple[str, ...]


def report(edition: Edition, document: Document) -> ReportLayout:
    """The report of `document`, whose form has one; a chapter without text has no paragraphs."""
    sections = (
        Section(chapter.number, chapter.title, paragraphs(document.report.chapter(chapter.number)))
        for chapter in edition.report.chapters
    )
    return ReportLayout(
        title=_title(edition, document),
        cover=tuple(_cover(edition, document)),
        sections=tuple(sections),
        attachments=tuple(_attachments(edition, document)),
    )


def title(edition: Edition, document: Document) -> str:
    """The title of the whole document on one line: the report's, or without one the last table's with the unit's name."""
    if not edition.has_report:
        whose = f"{document.unit.name} {document.project.name}" if document.project else document.unit.name
        return f"{whose} {edition.words(edition.main_table.title, document.fiscal_year)}"
    return "".join(_title(edition, document))


def _title(edition: Edition, document: Document) -> tuple[str, ...]:
    before, unit, after = edition.words(edition.report.title, document.fiscal_year).partition("{unit}")
    return (before + document.unit.name, after) if unit and after else (before + (unit and document.unit.name),)


def _cover(edition: Edition, document: Document) -> Iterator[str]:
    if edition.report.seal:
        yield edition.report.seal + document.unit.name
    if edition.foot.signature:
        yield edition.foot.signature
    yield edition.foot.filing_date + (show_day(document.filing_date) or edition.report.blank_date)


def _attachments(edition: Edition, document: Document) -> Iterator[str]:
    listed = (form.listed or form.title for form in edition.tables.values())
    for number, name in enumerate(listed, 1):
        label = edition.report.attachments if number == 1 else ""
        yield f"{label}{number}. {edition.words(name, document.fiscal_year)}"
