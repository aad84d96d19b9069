"""What has been changed at a place between two documents, and how to say it. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from evaluations.core.content.cells import cells
from evaluations.core.content.places import cells_at
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.paths import WHOLE, Names
from evaluations.core.text.differing import differing

_SHOWN = 3


class Difference(NamedTuple):
    """A cell that was changed: its name within the place, "" if it is the place itself; its text before and after, each cut to what differs."""

    name: str
    before: str
    after: str


class Place(NamedTuple):
    """A place at one time: the document, and the path that it had there."""

    document: Document
    where: str


def differences(edition: Edition, then: Place, now: Place) -> list[Difference]:
    """What has been changed at a place; of a place without cells to fill in (a sum), anything in the document counts."""
    old, new = _texts(edition, then), _texts(edition, now)
    if not old and not new:
        return differences(edition, then._replace(where=WHOLE), now._replace(where=WHOLE))
    names = (Names(edition, now.document), Names(edition, then.document))
    changed = [
        path for path in {**old, **new} if old.get(path, "") != new.get(path, "") or (path in old) != (path in new)
    ]
    return [
        Difference(_name(names, (now.where, then.where), path), *differing(old.get(path, ""), new.get(path, "")))
        for path in changed
    ]


def _texts(edition: Edition, place: Place) -> dict[str, str]:
    """The texts at a place by path within it, so that a row that has moved is still the same row."""
    listed = cells(edition, place.document)
    return {path.removeprefix(place.where): listed[path].text for path in cells_at(place.document, listed, place.where)}


def _name(names: tuple[Names, Names], wheres: tuple[str, str], inner: str) -> str:
    if not inner:
        return ""
    for each, where in zip(names, wheres, strict=True):
        path = where + inner if inner.startswith(".") else inner
        name = each.of(path)
        if name != path:
            return name.removeprefix(f"{each.of(where)} ") if where != WHOLE else name
    return inner


def in_words(found: Sequence[Difference]) -> str:
    """The differences in one line: `3.2 → 3.25`, `得分：8 → 9；实际完成值：90% → 95%`; "" if there are none."""
    told = [f"{f'{one.name}：' if one.name else ''}{one.before or '空白'} → {one.after or '空白'}" for one in found]
    more = f"，共 {len(told)} 处" if len(told) > _SHOWN else ""
    return "；".join(told[:_SHOWN]) + more
