"""What one person sees on a document's page: tables, figures and chapters, with findings and comments at their cells."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from urllib.parse import quote

from django.urls import reverse

from accounts.actors import Actor
from evaluations.access.rights import is_of_unit
from evaluations.comments.kinds import open_to
from evaluations.comments.models import Comment
from evaluations.comments.reach import chains
from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.content.cells import cells
from evaluations.core.content.places import seat
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document
from evaluations.core.layouts import report
from evaluations.core.layouts.drawing import tables
from evaluations.core.layouts.grid import Grid
from evaluations.core.paths import Names
from evaluations.core.text.marks import Mark, Piece, lines, marks
from evaluations.core.text.sentences import linked
from evaluations.core.text.word_changes import Run
from evaluations.core.text.word_changes import lines as runs_by_line
from evaluations.dossier.judging import Judgement, handed_in
from evaluations.dossier.store import edition_of
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE
from evaluations.tables.official_table import Marks, notes, table
from evaluations.tables.shapes import Compared, OfficialTable


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A figure or a chapter of the report: its path, name and text; the number of its comments, and where to write or read them.

    `marks`: the figures in its text that the tables hold, which are not looked for where changes are shown. `compared`: what it is compared with.
    """

    path: str
    title: str
    text: str
    comments: int
    comment_url: str
    marks: Callable[[], Sequence[Mark]] = tuple
    compared: Compared | None = None

    @property
    def changed(self) -> list[list[Run]]:
        """The lines of the text with what was removed and added; none if it is not compared or has not changed."""
        return [line for line in runs_by_line(self.compared.runs) if line] if self.compared else []

    @property
    def paragraphs(self) -> list[list[Piece]]:
        """The text's lines in pieces, without blank ones."""
        drawn = lines(self.text, self.marks())
        return [line for line in drawn if "".join(piece.text for piece in line).strip()]


class Reading:
    """One document as one person sees it; `compared`: what its cells are compared with, by path."""

    def __init__(
        self, evaluation: SelfEvaluation, document: Document, comments: Sequence[Comment], actor: Actor
    ) -> None:
        self.edition = edition_of(evaluation)
        self.document = document
        self.compared: Mapping[str, Compared] = {}
        self.names = Names(self.edition, document)
        self.writable = open_to(evaluation, actor)
        self._page = reverse("shared_pages:document", args=(evaluation.pk,))
        # People who are filling it in read the findings on the step “检查与提交”, where they explain them.
        is_being_filled_in = evaluation.state in EDITABLE and is_of_unit(evaluation, actor)
        self.judgement: Judgement | None = None if is_being_filled_in else handed_in(evaluation, document)
        self.cells = self.judgement.cells if self.judgement else cells(self.edition, document)
        self._seats = {comment.where: seat(self.cells, comment.where) for comment in comments}
        last = [chain[-1] for chain in chains(comments)]
        self._counts = Counter(self._seats[comment.where] for comment in last)
        self._first = {self._seats[comment.where]: comment.pk for comment in reversed(last)}

    def anchor(self, where: str) -> str:
        """The link to the place of one of the comments."""
        return f"#{self._seats[where]}"

    @property
    def findings(self) -> Sequence[Finding]:
        """What the checks say of it."""
        return self.judgement.findings if self.judgement else ()

    @property
    def title(self) -> str:
        """The report's title."""
        return report.title(self.edition, self.document)

    def tables(self) -> list[OfficialTable]:
        """The attachments that the form has."""
        return [self._table(grid) for grid in tables(self.edition, self.document)]

    def figures(self) -> list[DocumentPart]:
        """The figures stated in the report, in 万元."""
        return [
            self._part(
                paths.figure(figure.code), figure.label, show_amount(self.document.report.figures.get(figure.code))
            )
            for figure in self.edition.report.figures
        ]

    def chapters(self) -> list[DocumentPart]:
        """The report's chapters."""
        return [
            self._part(
                paths.chapter(chapter.number),
                chapter.title,
                self.document.report.chapter(chapter.number),
                partial(self._marks, chapter.number),
            )
            for chapter in self.edition.report.chapters
        ]

    def _marks(self, number: int) -> Sequence[Mark]:
        return self._marked.get(number, ())

    @cached_property
    def _marked(self) -> Mapping[int, Sequence[Mark]]:
        return marks(self.edition, self.document, linked(self.edition, self.document))

    def _table(self, grid: Grid) -> OfficialTable:
        judgement = self.judgement
        drawn = table(
            grid,
            caption=f"{grid.name} {grid.title}",
            names=self.names,
            marks=Marks(
                notes=notes(judgement.findings, judgement.is_explained) if judgement else {},
                comments=self._counts,
                comment_url=self._page if self.writable else "",
                compared=self.compared,
            ),
        )
        if not self.writable:
            self._lead_to_threads(drawn)
        return drawn

    def _lead_to_threads(self, drawn: OfficialTable) -> None:
        for row in drawn.rows:
            for cell in row.cells:
                if cell.comments:
                    cell.comment_url = self._thread(cell.anchor)

    def _part(self, path: str, title: str, text: str, marked: Callable[[], Sequence[Mark]] = tuple) -> DocumentPart:
        write = f"{self._page}?comment={quote(path)}#comment"
        url = write if self.writable else self._thread(path)
        return DocumentPart(path, title, text, self._counts[path], url, marked, self.compared.get(path))

    def _thread(self, path: str) -> str:
        return f"#comment-{self._first[path]}" if path in self._first else ""


def told(reading: Reading, where: str, here: Sequence[Finding]) -> Mapping[str, str]:
    """What the placeholders of standard comments stand for at a place; `here`: the findings on it."""
    previous = reading.judgement.previous if reading.judgement else None
    then = cells(reading.edition, previous).get(where) if previous and where in reading.edition.cells else None
    now = reading.cells.get(where)
    return {
        "单元格": reading.names.of(where),
        "填报数": now.text if now else "",
        "上年数": then.text if then else "",
        "预期": next((finding.expected for finding in here if finding.expected), ""),
    }
