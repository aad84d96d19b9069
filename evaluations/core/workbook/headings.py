"""The row of headings of a sheet: which column is which."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from evaluations.core.basics.alike import most_like
from evaluations.core.readback.source import FileCell
from evaluations.core.workbook.draft import At, Draft, SheetRow
from evaluations.core.workbook.kinds import is_it, plain

_LOOKED_AT = 6
"""In how many rows from the top headings are looked for."""


class Head(NamedTuple):
    """The row of the headings (from 0), and the column of each."""

    row: int
    columns: Mapping[str, int]


def head(draft: Draft, sheet: str, rows: Iterable[SheetRow], headings: Iterable[str]) -> Head | None:
    """The sheet's headings; unknown, repeated and missing ones are noted, a misspelt one is taken for what it is like. None without any."""
    known = {plain(heading): heading for heading in headings}
    above = [line for line in rows if line.row < _LOOKED_AT and _known(line.cells, known)]
    if not above:
        draft.wrong(At(sheet), f"找不到列名：第 2 行应写 {'、'.join(known.values())}。")
        draft.broken.add(sheet)
        return None
    row, cells = max(above, key=lambda line: _known(line.cells, known))[1:]
    found: dict[str, int] = {}
    unknown: list[FileCell] = []
    for column, cell in cells.items():
        heading = known.get(plain(cell.text))
        if heading is None:
            unknown.append(cell)
        elif heading in found:
            draft.wrong(At(sheet, row, column, cell.text), f"“{heading}”这一列出现了不止一次，请删除多余的。")
        else:
            found[heading] = column
    _misspelt(draft, sheet, unknown, [heading for heading in known.values() if heading not in found], found)
    if missing := [heading for heading in known.values() if heading not in found]:
        draft.wrong(At(sheet, row, 0, ""), f"缺少列：{'、'.join(missing)}。请在这一行补上列名。")
        draft.broken.add(sheet)
    return Head(row, found)


def _known(cells: Mapping[int, FileCell], known: Mapping[str, str]) -> int:
    return sum(plain(cell.text) in known for cell in cells.values())


def _misspelt(draft: Draft, sheet: str, unknown: Iterable[FileCell], missing: list[str], found: dict[str, int]) -> None:
    for cell in unknown:
        meant = most_like(plain(cell.text), missing)
        told = is_it(plain(cell.text), missing)
        draft.wrong(
            At(sheet, cell.row, cell.column, cell.text),
            f"没有“{cell.text[:20]}”这样的列{told}{'' if meant else '请删除这一列，或改正列名。'}",
        )
        if meant:
            missing.remove(meant)
            found[meant] = cell.column
