"""Applies a posted step to a document: its texts, and its button's act on a row, a suggested score or a sentence. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.content import rows
from evaluations.core.content.cells import fill
from evaluations.core.content.library import OfferedIndicator
from evaluations.core.form.document import Document, own_rows
from evaluations.core.form.edition import Edition
from evaluations.core.scores.sharing import shares
from evaluations.core.scores.suggested import suggestions
from evaluations.core.text.composing import with_changes, with_sentences
from evaluations.core.text.sentences import linked
from evaluations.filling.saving.follow import followed
from evaluations.filling.saving.posted import COMPOSES, PUTS, SAVES, SHARES, Outdated, Posted

REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Edited:
    """A document with the typed texts.

    `errors`: why texts can't be read, by path; if there are any, no row was changed. `moves`: the rows' new places. `focus`: the next cell.
    """

    document: Document
    errors: Mapping[str, str]
    moves: Mapping[str, str | None]
    focus: str = ""


def apply_posted(
    edition: Edition, document: Document, posted: Posted, locked: Mapping[str, str] = MappingProxyType({})
) -> Edited:
    """`document` with the typed texts and, if all of them can be read, with the button's act.

    `locked`: why a cell can't be typed into, by path.

    Raises:
        Outdated: the button's row, list, score, chapter or sentence does not exist.
    """
    unsound = {path: broken(text) for path, text in posted.typed.items() if REPLACEMENT in text}
    unsound |= {path: why for path, why in locked.items() if path in posted.typed}
    sound = {path: text for path, text in posted.typed.items() if path not in unsound}
    filled, unreadable = fill(edition, document, sound)
    filled = followed(edition, document, filled, sound.keys() | locked.keys())
    errors = {**unreadable, **unsound}
    if posted.action in SAVES or errors:
        return Edited(filled, errors, {})
    try:
        done = _pressed(edition, filled, posted)
    except rows.NoSuchRow as gone:
        raise Outdated from gone
    except rows.TooManyRows as full:
        return Edited(filled, {posted.target: str(full)}, {})
    # A total loses the amount of a removed row.
    return replace(done, document=followed(edition, filled, done.document, sound.keys() | locked.keys()))


def broken(text: str) -> str:
    """Why a text can't be stored if one of its characters was damaged in transmission."""
    return f"第 {text.index(REPLACEMENT) + 1} 个字是不完整的字符（�），请删除后重新输入。"


def _pressed(edition: Edition, document: Document, posted: Posted) -> Edited:
    if posted.action == "take":
        return _taken(edition, document, posted.target)
    if posted.action in SHARES:
        return _shared(edition, document, posted.target)
    if posted.action in PUTS:
        put, errors = fill(edition, document, {posted.target: posted.detail})
        return Edited(put, errors, {}, posted.target)
    if posted.action in COMPOSES:
        return _composed(edition, document, posted)
    if posted.action == "use" and posted.entry:
        return _used(edition, document, posted.target, posted.entry)
    changed = _rows_changed(edition, document, posted)
    return Edited(changed.document, {}, changed.moves, _focus(edition, changed, posted))


def _rows_changed(edition: Edition, document: Document, posted: Posted) -> rows.Moved:
    if posted.action in ("add", "copy", "remove"):
        changes: Mapping[str, Callable[[Edition, Document, str], rows.Moved]]
        changes = {"add": rows.add, "copy": rows.copy, "remove": rows.remove}
        return changes[posted.action](edition, document, posted.target)
    by = {"up": -1, "down": 1}.get(posted.action) or int(posted.detail)
    return rows.move(edition, document, posted.target, by)


def _focus(edition: Edition, changed: rows.Moved, posted: Posted) -> str:
    if posted.action == "add":
        row = last_row(edition, changed.document, posted.target)
    elif posted.action == "copy":
        head, _, number = posted.target.rpartition(".")
        row = f"{head}.{int(number) + 1}"
    else:
        row = changed.moves.get(posted.target, posted.target) or posted.target
    return f"{row}.{first_field(edition, row)}"


def _taken(edition: Edition, document: Document, path: str) -> Edited:
    """The document with the suggested score in its cell; unchanged if the typed values leave nothing to suggest."""
    suggested = suggestions(edition, document)
    if path not in suggested:
        raise Outdated
    found = suggested[path]
    filled = document if found is None else fill(edition, document, {path: show_amount(found.points)})[0]
    return Edited(filled, {}, {}, path)


def _shared(edition: Edition, document: Document, path: str) -> Edited:
    """The document with the level's missing points shared out; unchanged if there is nothing to share."""
    level = next((one for one in edition.attachment3.levels if paths.category(one.code) == path), None)
    if level is None:
        raise Outdated
    points = shares(edition, document.self_assessment, level)
    filled, _ = fill(edition, document, {cell: show_amount(weight) for cell, weight in points.items()})
    return Edited(filled, {}, {}, next(iter(points), ""))


def _composed(edition: Edition, document: Document, posted: Posted) -> Edited:
    """The document with one or all of a chapter's missing sentences inserted, or its stale ones renewed."""
    chapter = posted.target.removeprefix("report.chapters.")
    sentences = [one for one in linked(edition, document) if str(one.chapter) == chapter]
    chosen = [one for one in sentences if posted.detail in ("", one.key)]
    if not chosen:
        raise Outdated
    text = document.report.chapter(int(chapter))
    text = with_sentences(text, sentences, chosen) if posted.action == "write" else with_changes(text, chosen)
    composed, errors = fill(edition, document, {posted.target: text})
    return Edited(composed, errors, {}, posted.target)


def _used(edition: Edition, document: Document, list_path: str, entry: OfferedIndicator) -> Edited:
    """The document with an indicator from the library in the category's first blank row, or in a new row."""
    numbered = enumerate(document.self_assessment.indicators, 1)
    blanks = (number for number, one in numbered if one.category == entry.category and one.blank)
    row = next((paths.category(str(number)) for number in blanks), "")
    changed = rows.Moved(document, {}) if row else rows.add(edition, document, list_path)
    row = row or last_row(edition, changed.document, list_path)
    filled, _ = fill(edition, changed.document, {f"{row}.{field}": text for field, text in entry.texts.items()})
    return Edited(filled, {}, changed.moves, f"{row}.target")


def first_field(edition: Edition, path: str) -> str:
    """The first field of the row at `path`."""
    row_list = path.rpartition(".")[0]
    if row_list in edition.row_lists:
        return next(iter(edition.own[row_list]))
    return "approved_area" if path.startswith("basic_data.buildings") else "name"


def last_row(edition: Edition, document: Document, list_path: str) -> str:
    """The path of the last row of a list that is not empty."""
    if list_path in edition.row_lists:
        return f"{list_path}.{len(own_rows(document, list_path))}"
    head, _, category = list_path.partition("self_assessment.indicators.")
    if not head:
        indicators = document.self_assessment.indicators
        last = max(number for number, row in enumerate(indicators, 1) if row.category == category)
        return f"self_assessment.indicators.{last}"
    if list_path == "basic_data.buildings":
        return f"{list_path}.{len(document.basic_data.buildings)}"
    return f"{list_path}.{len(document.basic_data.rows(list_path.rpartition('.')[2]))}"


def sequence_of(path: str) -> str:
    """The path of the sequence in which the row, list or cell at `path` is numbered."""
    if path.startswith("self_assessment.indicators."):
        return "self_assessment.indicators"
    if path.startswith("basic_data.buildings"):
        return "basic_data.buildings"
    return ".".join(path.split(".")[:3])
