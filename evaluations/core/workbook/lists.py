"""Reads the sheets of lists and of single values into a draft."""

from collections.abc import Mapping
from typing import Any

from evaluations.core.basics.alike import most_like
from evaluations.core.readback.source import FileTable
from evaluations.core.workbook.draft import At, Draft, SheetRow, rows_of
from evaluations.core.workbook.headings import head
from evaluations.core.workbook.kinds import is_it, plain
from evaluations.core.workbook.settings import Setting, value_at
from evaluations.core.workbook.severities import SEVERITIES_AT
from evaluations.core.workbook.sheets import EXAMPLE, GROUP, IN_USE, Column, KeyPath, ListSheet


def read_settings(draft: Draft, table: FileTable, headings: tuple[str, str, str], lines: Mapping[str, Setting]) -> None:
    """Read a sheet of single values, by the names in its first column."""
    rows, sheet = rows_of(table), table.name
    found = head(draft, sheet, rows.values(), headings)
    for one in lines.values():
        draft.places.setdefault(one.place, At(sheet))
    if found is None or not {headings[0], headings[1]} <= found.columns.keys():
        return
    names, contents = found.columns[headings[0]], found.columns[headings[1]]
    known = {plain(name): one for name, one in lines.items()}
    seen = set[str]()
    above = {plain(line.at(names).text) for line in rows.values()}
    for line in (line for row, line in rows.items() if row > found.row):
        at = line.at(names)
        name = plain(at.text)
        if not name:
            _unnamed(draft, line.at(contents))
        elif name not in known:
            missing = [one for one in known if one not in above]
            draft.wrong(at, f"没有“{at.text[:40]}”这一项{is_it(name, missing)}")
            name = most_like(name, missing)
        elif name in seen:
            draft.wrong(at, f"“{name}”出现了不止一次，请删除多余的一行。")
            name = ""
        if name:
            seen.add(name)
            _setting(draft, known[name], line.at(contents))
    for name in (name for name, one in lines.items() if one.usual is not None and plain(name) not in seen):
        draft.wrong(At(sheet), f"缺少“{name}”这一行，请补上。")


def _unnamed(draft: Draft, at: At) -> None:
    if at.text.strip():
        draft.wrong(at, "这一行没有写是哪一项，请在第一列写明，或删除这一行。")


def _setting(draft: Draft, one: Setting, at: At) -> None:
    draft.places[one.place] = at
    value = draft.read(at, one.kind.read)
    if value is not None:
        draft.put(one.place, value, at)


def read_list(draft: Draft, table: FileTable, sheet: ListSheet) -> None:
    """Read a sheet of lists."""
    rows = rows_of(table)
    found = head(draft, table.name, rows.values(), (column.heading for column in sheet.columns))
    for place in sheet.lists.values():
        draft.places.setdefault(place, At(table.name))
    if found is None or table.name in draft.broken:
        return
    columns = [(found.columns[one.heading], one) for one in sheet.columns]
    for row, line in rows.items():
        if row > found.row and not plain(line.at(min(line.cells)).text).startswith(plain(EXAMPLE)):
            _Row(draft, sheet, columns, line).read()


class _Row:
    """One row below the headings."""

    def __init__(self, draft: Draft, sheet: ListSheet, columns: list[tuple[int, Column]], line: SheetRow) -> None:
        self.draft, self.sheet, self.columns = draft, sheet, columns
        self.at = {one.key: line.at(column) for column, one in columns}
        self.beside = [line.at(column) for column in line.cells if column not in dict(columns)]

    def read(self) -> None:
        for at in self.beside:
            self.draft.wrong(at, "这一列没有列名，内容没有读取，请删除。")
        own = [at for key, at in self.at.items() if key not in (IN_USE, "note")]
        if not any(at.text.strip() for at in own):
            return
        values = {one.key: self.draft.read(self.at[one.key], one.kind.read) for _, one in self.columns}
        if values.get(IN_USE) is False:
            return
        place = self._place(values)
        if place:
            self._put(place, {key: value for key, value in values.items() if key not in (IN_USE, GROUP, "note")})

    def _place(self, values: Mapping[str, Any]) -> KeyPath | None:
        """Where the row's values belong; None, and a mistake, if nothing says where."""
        group = values.get(GROUP) if GROUP in self.at else ""
        if group is None:
            if not self.at[GROUP].text.strip():
                words = "、".join(column.kind.words[0] for _, column in self.columns if column.key == GROUP)
                self.draft.wrong(self.at[GROUP], f"没有写是哪一组，例如 {words}。")
            return None
        place = self.sheet.lists[group]
        if not self.sheet.is_tree or "." not in str(values.get("code") or ""):
            return (*place, self.draft.count(place))
        above = self.draft.count(place) - 1
        if above < 0:
            self.draft.wrong(self.at["code"], "二级指标应写在它的一级指标之下，上面还没有一级指标。")
            return None
        inner = (*place, above, "categories")
        return (*inner, self.draft.count(inner))

    def _put(self, place: KeyPath, values: Mapping[str, Any]) -> None:
        if self.sheet.within:
            self._item(place, values)
        elif self.sheet.is_keyed:
            self._under_key(place[:-1], values)
        elif "" in values:
            self._name(place, values[""])
            self._severity(values)
        else:
            self.draft.put(place, {}, next(iter(self.at.values())))
            self._keys(place, values)

    def _item(self, place: KeyPath, values: Mapping[str, Any]) -> None:
        """Begin an item, if the row has a name, and put what the row adds to it."""
        own = {key: value for key, value in values.items() if key not in ("", "text")}
        count = self.draft.count(place[:-1])
        if any(value is not None for value in own.values()):
            self.draft.put(place, {self.sheet.within: {}}, next(iter(self.at.values())))
            self._keys(place, own)
            count += 1
        if not count:
            self.draft.wrong(self.at[""], f"这一行应写在它的{self.sheet.name}之下，上面还没有{self.sheet.name}的名称。")
        elif values[""] is not None or values["text"] is not None:
            self._under_key((*place[:-1], count - 1, self.sheet.within), values)

    def _name(self, place: KeyPath, code: str | None) -> None:
        """Put a code into a list of nothing but codes."""
        if code in (value_at(self.draft.data, place[:-1]) or ()):
            self.draft.wrong(self.at[""], f"{code} 出现了不止一次，请删除多余的一行。")
        elif code is not None:
            self.draft.put(place, code, self.at[""])

    def _severity(self, values: Mapping[str, Any]) -> None:
        """Note with which severity a rule of the program is taken over."""
        if values[""] is not None and values.get("severity"):
            self.draft.put((SEVERITIES_AT, values[""]), values["severity"], self.at["severity"])

    def _keys(self, place: KeyPath, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            self.draft.places[*place, key] = self.at[key]
            if value is not None:
                self.draft.put((*place, key), value, self.at[key])
            for number in range(len(value) if isinstance(value, list) else 0):
                self.draft.places[*place, key, number] = self.at[key]

    def _under_key(self, place: KeyPath, values: Mapping[str, Any]) -> None:
        """Put what stands under a key of its own."""
        key, at = values[""], self.at[""]
        if key is None:
            if not at.text.strip():
                heading = next(column.heading for _, column in self.columns if not column.key)
                self.draft.wrong(at, f"没有写{heading}。")
        elif (*place, key) in self.draft.places:
            self.draft.wrong(at, f"“{at.text}”出现了不止一次，请合并成一行。")
        elif "text" in values:
            self.draft.put((*place, key), values["text"] or "", self.at["text"])
        else:
            self.draft.put((*place, key), {}, self.at[""])
            self._keys((*place, key), {name: value for name, value in values.items() if name})
