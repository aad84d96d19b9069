"""Reads a posted step: the texts typed into its cells, and its button's act on a row, a suggested score or a sentence. Pure.

Inputs are named by the paths of their cells. A cell that the form does not name keeps its value; a name that is not a cell of the step means
that the page is not this form (any more), so the whole post is rejected.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from accounts.sending import ACCOMPANYING
from evaluations.core.content.cells import Cell, cells
from evaluations.core.content.library import OfferedIndicator
from evaluations.core.form.document import (
    BasicData,
    Building,
    Document,
    ExpenditureRow,
    Indicator,
    OwnRow,
    SelfAssessment,
    with_own_rows,
)
from evaluations.core.form.edition import Edition
from evaluations.filling.steps import Step, step_of

NOT_TYPED = (*ACCOMPANYING, "revision", "action")
SAVES = ("save", "save_next", "submit")
ADDS = ("add", "copy", "use")
ROW_CHANGES = (*ADDS, "remove", "up", "down", "move", "take")
COMPOSES = ("write", "renew")
PUTS = ("put",)
SHARES = ("share",)
_SENTENCE = re.compile(r"([a-z][a-z0-9_]{0,39}(\.[1-9][0-9]{0,4})?)?")
_DETAILS = {
    "move": re.compile(r"-?[1-9][0-9]{0,2}"),
    "use": re.compile(r"[0-9a-f]{16}"),
    "put": re.compile(r".{0,40}"),
    **dict.fromkeys(COMPOSES, _SENTENCE),
}
_NO_DETAIL = re.compile("")
_REVISION = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"\.\d{1,5}(?=\.)")


class Outdated(ValueError):
    """The posted form does not match this evaluation's step; the text says what to do."""

    def __init__(self) -> None:
        super().__init__("页面已过期或内容不完整，没有保存。请重新打开这一步，再填写一次。")


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted step: the revision on which it was filled in, the button pressed, the texts by path.

    `target`: the button's row, list, level, score, chapter or cell; `detail`: by how many places a row moves, the key of the indicator to use, the
    key of the sentence to insert or renew ("": all of the chapter), or the text to enter; `entry`: that indicator, once it has been
    looked up.
    """

    revision: int
    action: str
    target: str
    typed: Mapping[str, str]
    detail: str = ""
    entry: OfferedIndicator | None = None

    @property
    def changes_rows(self) -> bool:
        """Whether the button belongs to a row or list; if rows have moved in the meantime, it would affect a different one."""
        return self.action in ROW_CHANGES


def read_posted(post: Mapping[str, str]) -> Posted:
    """The posted step.

    Raises:
        Outdated: the revision is not readable, or the button is unknown.
    """
    revision = revision_in(post)
    action, _, rest = post.get("action", "save").partition(":")
    target, _, detail = rest.partition(":")
    is_known = action in ((*ROW_CHANGES, *COMPOSES, *PUTS, *SHARES) if target else SAVES) and _DETAILS.get(
        action, _NO_DETAIL
    ).fullmatch(detail)
    if not is_known:
        raise Outdated
    typed = posted_texts(post)
    # What a person typed there is what the button replaces.
    return Posted(revision, action, target, {**typed, target: detail} if action in PUTS else typed, detail)


def revision_in(sent: Mapping[str, str]) -> int:
    """The revision that a page shows.

    Raises:
        Outdated: it is not readable.
    """
    revision = sent.get("revision", "")
    if not _REVISION.fullmatch(revision):
        raise Outdated
    return int(revision)


def posted_texts(post: Mapping[str, str]) -> Mapping[str, str]:
    """The contents of the form's inputs, by name."""
    return {name: text for name, text in post.items() if name not in NOT_TYPED}


def refuse_foreign(
    edition: Edition, document: Document, known: Container[str], step: Step, posted: Posted, *, is_current: bool
) -> None:
    """Reject a form that names cells or rows outside the step; unless `is_current`, it may name rows that no longer exist.

    `known` holds at least the paths of the step's cells in the document.

    Raises:
        Outdated: the step has no such item, category or field.
    """
    if posted.target and step_of(edition, posted.target) is not step:
        raise Outdated
    foreign = [name for name in posted.typed if name not in known or step_of(edition, name) is not step]
    if not foreign:
        return
    shapes = set() if is_current else {_shape(path) for path in _with_a_row_each(edition, document)}
    if any(step_of(edition, name) is not step or _shape(name) not in shapes for name in foreign):
        raise Outdated


def _shape(path: str) -> str:
    return _NUMBER.sub(".#", path)


def _with_a_row_each(edition: Edition, document: Document) -> Mapping[str, Cell]:
    lines = tuple(ExpenditureRow(item=line.item, name="") for line in edition.lines if line.kind == "rows")
    basic_data = BasicData(expenditure=lines, buildings=(Building(),))
    self_assessment = SelfAssessment(indicators=(Indicator(category=next(iter(edition.categories))),))
    blank = document.model_copy(update={"basic_data": basic_data, "self_assessment": self_assessment})
    for path in edition.row_lists:
        blank = with_own_rows(blank, path, [OwnRow()])
    return cells(edition, blank)
