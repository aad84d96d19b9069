"""What a step shows of a return that opened only the commented places: which they are, the next open cell, and no tools for shut rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from evaluations.core.content.places import row_of
from evaluations.core.form.document import Document
from evaluations.core.guidance.opened import Opened, list_of
from evaluations.core.paths import Names
from evaluations.filling.addresses import cell_url
from evaluations.filling.saving.opened import WHY
from evaluations.filling.steps import Step, step_of, steps_of
from evaluations.tables.shapes import OfficialTable

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Opening:
    """The line at the top of a step: why most is shut, how many cells of the step are open, (name, URL) of each, and of the next open cell."""

    why: str
    here: int
    open_cells: Sequence[tuple[str, str]]
    more: int
    next: tuple[str, str] | None


def opening(evaluation_id: int, step: Step, opened: Opened, listed: Iterable[str], names: Names) -> Opening:
    """The line for `step`; the next open cell is its first, or the first of a later step, or of an earlier one."""
    stands = [path for path in listed if path in opened.cells]
    edition, steps = names.edition, steps_of(names.edition)
    here = [path for path in stands if step_of(edition, path) is step]
    order = {one: (number < steps.index(step), number) for number, one in enumerate(steps)}
    following = min(stands, key=lambda path: order[step_of(edition, path) or step], default=None)
    linked = [(names.of(path), cell_url(evaluation_id, edition, path)) for path in here[:_NAMED]]
    told = (names.of(following), cell_url(evaluation_id, edition, following)) if following else None
    return Opening(WHY, len(here), linked, len(here) - len(linked), told)


def hide_row_tools(drawn: OfficialTable, opened: Opened, document: Document, listed: Collection[str]) -> None:
    """Leave only the tools of rows and lists that are open."""
    for row in drawn.rows:
        row.actions = [action for action in row.actions if _is_open(action[0], opened, document, listed)]
        if not any(value.startswith("add:") for value, *_ in row.actions):
            row.library_url = ""


def _is_open(button: str, opened: Opened, document: Document, listed: Iterable[str]) -> bool:
    act, _, place = button.partition(":")
    if act == "remove":
        return opened.may_go(path for path in listed if row_of(path) == place)
    return (place if act == "add" else list_of(document, place)) in opened.lists
