"""How much of a file is read: forms are small, lists are long. Anything larger is refused before it costs much."""

from typing import NamedTuple

_MB = 1024 * 1024


class Limits(NamedTuple):
    """The most that a workbook may hold.

    `above`: extra rows for anything above a list's rows; `texts`: characters; `part`, `total`: bytes of its XML.
    """

    rows: int
    cells: int
    texts: int
    elements: int
    attributes: int
    part: int
    total: int
    above: int = 0
    columns: int = 50
    sheets: int = 30
    is_list: bool = False

    def too_long(self, sheet: str) -> str:
        """Why a sheet with more rows or columns is refused, and what to do."""
        if self.is_list:
            return (
                f"工作表“{sheet}”超过 {self.rows} 行或 {self.columns} 列，没有读取。"
                "请删除多余的行、列和工作表，或者分成几个文件，另存后再上传。"
            )
        return (
            f"工作表“{sheet}”的内容超过 {self.rows} 行或 {self.columns} 列，不是本表。"
            "请删除多余的行、列和工作表，另存后再上传。"
        )

    @property
    def too_much(self) -> str:
        """Why a file with more of anything else is refused, and what to do."""
        if self.is_list:
            return "文件的内容太多，没有读取。请删除多余的行、列和工作表，或者分成几个文件，另存后再上传。"
        return "文件的内容太多，不是本表。请删除多余的行、列和工作表，另存后再上传。"


# A cell has three attributes; a reference in a list has four.
FORM = Limits(
    rows=500,
    cells=10_000,
    texts=1_000_000,
    elements=100_000,
    attributes=500_000,
    part=16 * _MB,
    total=64 * _MB,
)
LIST = Limits(
    rows=20_000,
    above=20,
    cells=400_000,
    texts=3_000_000,
    elements=1_500_000,
    attributes=5_000_000,
    part=48 * _MB,
    total=96 * _MB,
    is_list=True,
)
