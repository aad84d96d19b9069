"""What one person sees of a document on its page: tables, figures and chapters with findings and comments at their cells."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from urllib.parse import quote

from django.urls import reverse

from accounts.models import User
from accounts.roles import UNIT_ROLES
from evaluations.comments.models import Comment
from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.form.document import Document
from evaluations.core.layouts import attachment2, attachment3, report
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement, handed_in
from evaluations.dossier.store import edition_of
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE
from evaluations.shared_pages.threads import may_comment
from evaluations.tables.official_table import Marks, notes, table
from evaluations.tables.shapes import OfficialTable


@dataclass(frozen=True, slots=True)
class Part:
    """A figure or a chapter of the report: its path, its name, what stands there; its comments and where to write one, or to read them."""

    path: str
    title: str
    text: str
    comments: int
    comment_url: str

    @property
    def paragraphs(self) -> list[str]:
        """The text's lines, without blank ones."""
        return [line for line in self.text.splitlines() if line.strip()]


class Reading:
    """One person's reading of one document."""

    def __init__(
        self, evaluation: SelfEvaluation, document: Document, comments: Sequence[Comment], person: User
    ) -> None:
        self.edition = edition_of(evaluation)
        self.document = document
        self.names = Names(self.edition, document)
        self.may_comment = may_comment(evaluation, person)
        self._page = reverse("shared_pages:document", args=(evaluation.pk,))
        self._counts = Counter(comment.where for comment in comments)
        self._first = {comment.where: comment.pk for comment in reversed(comments)}
        # Whoever fills it in reads the findings on the step “检查与提交”, where they are explained.
        is_being_filled_in = evaluation.state in EDITABLE and person.role in UNIT_ROLES
        self.judgement: Judgement | None = None if is_being_filled_in else handed_in(evaluation, document)

    @property
    def title(self) -> str:
        """The report's title."""
        return report.title(self.edition, self.document)

    def tables(self) -> list[OfficialTable]:
        """附件2 and 附件3."""
        return [self._table(attachment2), self._table(attachment3)]

    def figures(self) -> list[Part]:
        """The figures that the report states, in 万元."""
        return [
            self._part(
                paths.figure(figure.code), figure.label, show_amount(self.document.report.figures.get(figure.code))
            )
            for figure in self.edition.report.figures
        ]

    def chapters(self) -> list[Part]:
        """The report's chapters."""
        return [
            self._part(paths.chapter(chapter.number), chapter.title, self.document.report.chapter(chapter.number))
            for chapter in self.edition.report.chapters
        ]

    def _table(self, layout: ModuleType) -> OfficialTable:
        grid = layout.grid(self.edition, self.document)
        judgement = self.judgement
        drawn = table(
            grid,
            caption=f"{grid.name} {grid.title}",
            names=self.names,
            marks=Marks(
                notes=notes(judgement.findings, judgement.is_explained) if judgement else {},
                comments=self._counts,
                comment_url=self._page if self.may_comment else "",
            ),
        )
        if not self.may_comment:
            self._lead_to_threads(drawn)
        return drawn

    def _lead_to_threads(self, drawn: OfficialTable) -> None:
        for row in drawn.rows:
            for cell in row.cells:
                if cell.comments:
                    cell.comment_url = self._thread(cell.anchor)

    def _part(self, path: str, title: str, text: str) -> Part:
        write = f"{self._page}?comment={quote(path)}#comment"
        return Part(path, title, text, self._counts[path], write if self.may_comment else self._thread(path))

    def _thread(self, path: str) -> str:
        return f"#comment-{self._first[path]}" if path in self._first else ""
