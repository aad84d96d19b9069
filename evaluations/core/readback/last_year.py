"""Last year's submission as the start of this year's, for a unit whose last year is not in the program."""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import TO_UPDATE
from evaluations.core.content.cells import cells
from evaluations.core.form.document import BasicData, Document, Preparer, Report, SelfAssessment
from evaluations.core.form.edition import Edition
from evaluations.core.guidance.prefill import starting
from evaluations.core.readback.found import Problem
from evaluations.core.readback.reading import ReadBack, read_back
from evaluations.core.readback.report import REPORT
from evaluations.core.readback.source import Source
from evaluations.core.readback.taking import taken_over

COVER = "封面"
FOOT = ("preparer", "filing_date")


def read_for(edition: Edition, document: Document, source: Source) -> ReadBack:
    """What `source` says for the evaluation with the stored `document`; from last year's submission, only what a year begins with."""
    read = read_back(edition, document.fiscal_year, source, unit_name=document.unit.name, project=document.project)
    if all(is_foot(path) for path in read.texts):
        return _beginning(edition, document, source) or read
    return read


def is_foot(path: str) -> bool:
    """Whether the cell is in the foot: who filled in the form, and when."""
    return path.partition(".")[0] in FOOT


def _beginning(edition: Edition, document: Document, source: Source) -> ReadBack | None:
    """What `prefill.starting` takes over, and every chapter with content, marked to be updated; None unless the file is last year's."""
    year = document.fiscal_year - 1
    last = read_back(edition, year, source, unit_name=document.unit.name, project=document.project)
    if all(is_foot(path) for path in last.texts):
        return None
    blank = _blank(document)
    then = taken_over(edition, blank.model_copy(update={"fiscal_year": year}), last, last.texts)
    start = starting(edition, blank, then)
    begun = {path: cell.text for path, cell in cells(edition, start, ("basic_data", "self_assessment")).items()}
    texts = {path: text for path, text in begun.items() if text} | dict(_chapters(edition, last))
    sources = {path: _source(edition, path) for path in texts}
    places = {path: last.places[at] for path, at in sources.items()}
    whole = {COVER, REPORT, *(fault.place for fault in source.faults)}
    kept = [problem for problem in last.problems if problem.place in whole or problem.path in sources.values()]
    asked = {path: last.asked[at] for path, at in sources.items() if at in last.asked}
    return ReadBack(texts, dict(_rows(edition, start)), places, (_notice(year), *kept), asked)


def _blank(document: Document) -> Document:
    parts = {"basic_data": BasicData(), "self_assessment": SelfAssessment(), "further": {}, "report": Report()}
    return document.model_copy(update={**parts, "preparer": Preparer(), "filing_date": None, "explanations": ()})


def _chapters(edition: Edition, last: ReadBack) -> Iterator[tuple[str, str]]:
    for path, text in last.texts.items():
        if path.startswith("report.chapters."):
            yield path, text if text == edition.report.none else f"{TO_UPDATE}\n{text}"


def _source(edition: Edition, path: str) -> str:
    """The path of last year's cell from which this year's cell starts."""
    head, _, column = path.rpartition(".")
    is_carried = head.startswith("basic_data.expenditure.") and column == edition.meant.get("last_final")
    return f"{head}.{edition.meant.get('final')}" if is_carried else path


def _rows(edition: Edition, start: Document) -> Iterator[tuple[str, int]]:
    for line in edition.lines:
        if line.kind == "rows":
            yield f"basic_data.expenditure.{line.item}", len(start.basic_data.rows(line.item))
    for code in edition.categories:
        rows = [row for row in start.self_assessment.indicators if row.category == code]
        yield paths.category(code), len(rows)


def _notice(year: int) -> Problem:
    message = (
        f"这是 {year} 年度的，只读取新一年开头用得上的：决算数作为上年决算数，三级指标带出名称、指标值和分值，"
        f"各章文字开头加上“{TO_UPDATE}”，改成 {year + 1} 年度的以后，就删去这一行。"
    )
    return Problem(COVER, "", message, "warning")
