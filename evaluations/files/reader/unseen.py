"""Invisible contents of a sheet: under merged cells, in hidden rows and columns, or with a format that shows nothing."""

from collections.abc import Iterator, Mapping, Sequence

Place = tuple[int, int]

_HIDDEN = "{} 在隐藏的行或列中，没有读取。要导入，请取消隐藏后再选择文件。"
_NOTHING_SHOWN = "{} 有内容，但数字格式使它不显示，没有读取。要导入，请改回“常规”格式后再选择文件。"
_ZEROS = "{} 的 0 设成了不显示，按空白读取。确实是 0 的，请在系统里填 0，或改成显示零值后再选择文件。"


class Covered:
    """The cells covered by a merged cell: all except its first."""

    def __init__(self, spans: Mapping[Place, Place]) -> None:
        self._columns: dict[int, set[int]] = {}
        for (row, column), (rows, columns) in spans.items():
            for at in range(row, row + rows):
                self._columns.setdefault(at, set()).update(range(column + (at == row), column + columns))

    def __contains__(self, at: Place) -> bool:
        return at[1] in self._columns.get(at[0], ())


class Unseen:
    """The invisible contents found while walking a sheet."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.has_no_zeros = False
        self.left: list[Place] = []
        self.hidden: list[Place] = []
        self.zeros: list[Place] = []

    def covers(self, at: Place, span: Place) -> bool:
        """Whether all rows or all columns of a cell are hidden."""
        rows, columns = range(at[0], at[0] + span[0]), range(at[1], at[1] + span[1])
        return self.rows.issuperset(rows) or self.columns.issuperset(columns)

    def told(self) -> Iterator[tuple[Sequence[Place], str]]:
        """The places of each kind, with the message about them."""
        yield self.left, _HIDDEN
        yield [at for at in self.hidden if not self.covers(at, (1, 1))], _NOTHING_SHOWN
        yield [at for at in self.zeros if not self.covers(at, (1, 1))], _ZEROS
