"""What nobody has to type twice: values from last year's approved evaluation, and the tables' figures in the report.

Last year's document may be of another edition; whatever has no place in this year's form is left out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics import values
from evaluations.core.content.cells import in_form_order
from evaluations.core.content.lines import with_last_year
from evaluations.core.form.document import (
    BasicData,
    Document,
    ExpenditureRow,
    Indicator,
    OwnRow,
    Report,
    own_rows,
    with_own_rows,
)
from evaluations.core.form.edition import Edition
from evaluations.core.form.official import Line

OTHER_THAN_LAST_YEARS = "P-01"
"""The code of the rule that asks why a prior-year amount is not the one that was approved last year."""
CHAPTERS = (1, 7, 8)
"""The chapters that begin with last year's text: on the unit itself, its problems and its next measures."""


def starting(edition: Edition, blank: Document, last_year: Document) -> Document:
    """`blank`, a document of the year after `last_year`, filled with what carries over.

    These are last year's final amounts (万元) in the prior-year column, with the named rows; 编制数; the indicators' names, targets, directions
    and weights; the names of the rows in further tables; and `CHAPTERS`, marked as texts to be updated.
    """
    basic_data, part, report = blank.basic_data, blank.self_assessment, blank.report
    has_staffing = "basic_data.staffing" not in edition.absent
    posts = last_year.basic_data.staffing.authorized_posts if has_staffing else None
    basic_data = basic_data.model_copy(
        update={
            "staffing": basic_data.staffing.model_copy(update={"authorized_posts": posts}),
            "expenditure": tuple(
                row for line in edition.lines for row in _last_finals(edition, line, last_year.basic_data)
            ),
        }
    )
    part = part.model_copy(update={"indicators": tuple(_indicators(edition, last_year))})
    report = report.model_copy(update={"chapters": report.chapters | dict(_chapters(edition, last_year.report))})
    started = blank.model_copy(update={"basic_data": basic_data, "self_assessment": part, "report": report})
    for path, rows in _named_rows(edition, last_year):
        started = with_own_rows(started, path, rows)
    return in_form_order(edition, started)


def _named_rows(edition: Edition, last_year: Document) -> Iterator[tuple[str, Sequence[OwnRow]]]:
    """The rows of further tables' lists that have a name, by the lists' paths."""
    for each in edition.lists:
        name = edition.own[each.path].get("name")
        if name and name.kind == "line":
            named = [OwnRow(fields={"name": row.name}) for row in own_rows(last_year, each.path) if row.name]
            yield each.path, named[: each.most]


def _last_finals(edition: Edition, line: Line, last_year: BasicData) -> Iterator[ExpenditureRow]:
    column, final = edition.meant.get("last_final"), edition.meant.get("final", "")
    if column is None or column not in edition.columns_of(line):
        return
    for row in last_year.rows(line.item):
        if (row.name is not None) == (line.kind == "rows"):
            yield ExpenditureRow(item=line.item, name=row.name, **{column: row.amounts.get(final)})


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


def carried_over(edition: Edition, document: Document, last_year: Document) -> Mapping[str, Decimal]:
    """Last year's final amount (万元) for each prior-year cell that was copied from it, by path; changing such a cell needs a reason.

    A cell counts as copied if it has the same value, or if its difference is explained.
    """
    last_final = edition.meant.get("last_final", "")
    explained = {each.where for each in document.explanations if each.code == OTHER_THAN_LAST_YEARS}
    finals = (
        (entry.path(last_final), entry.amount(last_final), final)
        for entry, final in with_last_year(edition, document, last_year)
        if last_final in edition.columns_of(entry.line)
    )
    return {
        path: final for path, stated, final in finals if final is not None and (stated == final or path in explained)
    }


def with_equal_figures(edition: Edition, before: Document, after: Document, typed: Collection[str]) -> Document:
    """`after` with those figures of the report updated that repeat a cell of the tables.

    A figure takes its cell's value if it is blank or was equal to the cell in `before`; a figure among the `typed` paths stays as it is.
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
