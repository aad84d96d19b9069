"""What a year takes over instead of having it typed twice: last year's approved evaluation, the tables' figures in the report.

Last year's document may be of another edition: what this year's form has no place for is left out.
"""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics import values
from evaluations.core.checks.p_01 import CODE as OTHER_THAN_LAST_YEARS
from evaluations.core.content.cells import in_form_order
from evaluations.core.content.lines import with_last_year
from evaluations.core.form.document import BasicData, Document, ExpenditureRow, Indicator, Report
from evaluations.core.form.edition import Edition, Line

CHAPTERS = (1, 7, 8)
"""What the unit is, its problems and its next measures: the chapters that begin from last year's text."""


def starting(edition: Edition, blank: Document, last_year: Document) -> Document:
    """`blank`, a document of the year after `last_year`, with what a year begins with.

    Last year's final amounts (万元) as the prior-year column, with the rows that have names; 编制数; the indicators' names, targets, directions
    and weights; the chapters `CHAPTERS` as texts to be updated.
    """
    basic_data, part, report = blank.basic_data, blank.self_assessment, blank.report
    posts = last_year.basic_data.staffing.authorized_posts
    basic_data = basic_data.model_copy(
        update={
            "staffing": basic_data.staffing.model_copy(update={"authorized_posts": posts}),
            "expenditure": tuple(row for line in edition.lines for row in _prior_finals(line, last_year.basic_data)),
        }
    )
    part = part.model_copy(update={"indicators": tuple(_indicators(edition, last_year))})
    report = report.model_copy(update={"chapters": report.chapters | dict(_chapters(edition, last_year.report))})
    started = blank.model_copy(update={"basic_data": basic_data, "self_assessment": part, "report": report})
    return in_form_order(edition, started)


def _prior_finals(line: Line, last_year: BasicData) -> Iterator[ExpenditureRow]:
    if not line.prior or line.kind == "heading":
        return
    for row in last_year.rows(line.item):
        if (row.name is not None) == (line.kind == "rows"):
            yield ExpenditureRow(item=line.item, name=row.name, prior_final=row.final)


def _indicators(edition: Edition, last_year: Document) -> Iterator[Indicator]:
    for row in last_year.self_assessment.indicators:
        if row.category in edition.categories:
            yield row.model_copy(update={"actual": "", "score": None, "deviation_reason": ""})


def _chapters(edition: Edition, last_year: Report) -> Iterator[tuple[str, str]]:
    for number in (chapter.number for chapter in edition.report.chapters if chapter.number in CHAPTERS):
        text = last_year.chapter(number).removeprefix(values.TO_UPDATE).strip()
        marked = f"{values.TO_UPDATE}\n{text}"
        if text and len(marked) <= values.CHAPTER_LIMIT:
            yield str(number), marked


def locked(edition: Edition, document: Document, last_year: Document) -> Mapping[str, Decimal]:
    """Last year's final amount (万元) for each prior-year cell that came from there, by path; such a cell is changed with a reason only.

    It came from there when it says the same, or when its difference is explained.
    """
    explained = {each.where for each in document.explanations if each.code == OTHER_THAN_LAST_YEARS}
    finals = (
        (entry.path("prior_final"), entry.row.prior_final, final)
        for entry, final in with_last_year(edition, document, last_year)
        if entry.line.prior
    )
    return {
        path: final for path, stated, final in finals if final is not None and (stated == final or path in explained)
    }


def with_equal_figures(edition: Edition, before: Document, after: Document, typed: Collection[str]) -> Document:
    """`after` with the report's figures that repeat a cell of the tables.

    A figure that is blank, or was equal to its cell in `before`, takes the cell's value; one among the `typed` paths stays as it is.
    """
    figures = dict(after.report.figures)
    for figure in edition.report.figures:
        if figure.equals is None or paths.figure(figure.code) in typed:
            continue
        old, new = (paths.value_at(document, figure.equals) for document in (before, after))
        stated = figures.get(figure.code)
        if (stated is None or stated == old) and (new is None or isinstance(new, Decimal)):
            figures[figure.code] = new
    if figures == after.report.figures:
        return after
    return after.model_copy(update={"report": after.report.model_copy(update={"figures": figures})})
