"""What a posted step means: the texts typed into its cells, and what its button does besides: a row, a suggested score, a sentence. Pure.

Inputs are named by the paths of their cells. A cell that the form does not name keeps its value; a name that is no cell of the step means
that the page is not this form (any more), so nothing of it is taken.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from accounts.sending import ACCOMPANYING
from evaluations.core.content.cells import Cell, cells
from evaluations.core.content.library import Entry
from evaluations.core.form.document import BasicData, Building, Document, ExpenditureRow, Indicator, SelfAssessment
from evaluations.core.form.edition import Edition
from evaluations.filling.steps import Step, step_of

NOT_TYPED = (*ACCOMPANYING, "revision", "action")
SAVES = ("save", "save_next", "submit")
ADDS = ("add", "copy", "use")
ROW_CHANGES = (*ADDS, "remove", "up", "down", "move", "take")
COMPOSES = ("write", "renew")
PUTS = ("put",)
_SENTENCE = re.compile(r"([a-z][a-z0-9_]{0,39}(\.[1-9][0-9]{0,4})?)?")
_DETAILS = {
    "move": re.compile(r"-?[1-9][0-9]{0,2}"),
    "use": re.compile(r"[0-9a-f]{16}"),
    "put": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    **dict.fromkeys(COMPOSES, _SENTENCE),
}
_NO_DETAIL = re.compile("")
_REVISION = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"\.\d{1,5}(?=\.)")


class Outdated(ValueError):
    """The posted form is not one that this evaluation's step shows; the text says what to do."""

    def __init__(self) -> None:
        super().__init__("页面已过期或内容不完整，没有保存。请重新打开这一步，再填写一次。")


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted step: the revision that it was filled in on, the button pressed, the texts by path.

    `target`: the row, list, score, chapter or cell that the button belongs to; `detail`: by how many places a row moves, the key of the
    indicator to use, that of the sentence to write or renew ("": all of the chapter), or the date to put; `entry`: that indicator, once it
    is looked up.
    """

    revision: int
    action: str
    target: str
    typed: Mapping[str, str]
    detail: str = ""
    entry: Entry | None = None

    @property
    def changes_rows(self) -> bool:
        """Whether the button belongs to a row or list: rows that moved meanwhile make it mean another."""
        return self.action in ROW_CHANGES


def read_posted(post: Mapping[str, str]) -> Posted:
    """The posted step.

    Raises:
        Outdated: no readable revision, or an unknown button.
    """
    revision = revision_in(post)
    action, _, rest = post.get("action", "save").partition(":")
    target, _, detail = rest.partition(":")
    is_known = action in ((*ROW_CHANGES, *COMPOSES, *PUTS) if target else SAVES) and _DETAILS.get(
        action, _NO_DETAIL
    ).fullmatch(detail)
    if not is_known:
        raise Outdated
    return Posted(revision, action, target, posted_texts(post), detail)


def revision_in(sent: Mapping[str, str]) -> int:
    """The revision that a page shows.

    Raises:
        Outdated: no readable one.
    """
    revision = sent.get("revision", "")
    if not _REVISION.fullmatch(revision):
        raise Outdated
    return int(revision)


def posted_texts(post: Mapping[str, str]) -> Mapping[str, str]:
    """What the form's inputs hold, by name."""
    return {name: text for name, text in post.items() if name not in NOT_TYPED}


def refuse_foreign(
    edition: Edition, document: Document, known: Container[str], step: Step, posted: Posted, *, is_current: bool
) -> None:
    """Reject a form that names cells or rows outside the step; one that is not `is_current` may name rows that are gone by now.

    `known` holds the paths of the step's cells in the document, at least.

    Raises:
        Outdated: an item, category or field that the step does not have.
    """
    if posted.target and step_of(posted.target) is not step:
        raise Outdated
    foreign = [name for name in posted.typed if name not in known or step_of(name) is not step]
    if not foreign:
        return
    shapes = set() if is_current else {_shape(path) for path in _with_a_row_each(edition, document)}
    if any(step_of(name) is not step or _shape(name) not in shapes for name in foreign):
        raise Outdated


def _shape(path: str) -> str:
    return _NUMBER.sub(".#", path)


def _with_a_row_each(edition: Edition, document: Document) -> Mapping[str, Cell]:
    lines = tuple(ExpenditureRow(item=line.item, name="") for line in edition.lines if line.kind == "rows")
    basic_data = BasicData(expenditure=lines, buildings=(Building(),))
    self_assessment = SelfAssessment(indicators=(Indicator(category=next(iter(edition.categories))),))
    blank = document.model_copy(update={"basic_data": basic_data, "self_assessment": self_assessment})
    return cells(edition, blank)
