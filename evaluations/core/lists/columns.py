"""The columns of a list that is exported to Excel and imported again: the contents of each, and the rules for them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evaluations.core.basics.values import NAME_LIMIT, NOT_APPLICABLE

Kind = Literal["text", "code", "date", "year", "choice"]
ROWS_LIMIT = 20_000
"""The most rows in one file."""
YES, NO = "是", "否"
REQUIRED_MARK = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """One column.

    `name` is for programs, `heading` for people; `also_called`: other accepted headings. The cells of the `is_key` columns together
    identify a row. `also_said`: other texts for a choice, and the choice. A blank cell of a new row gets the `default`.
    The codes of a column are `like` those of another column if they refer to rows of the same list.

    `clean` turns a text into the stored value, and raises Unreadable. `remedy`: what to do about a text that is not one of the choices.
    A column `follows` the key that its value goes with: a blank cell of a new row gets what stored rows with the same key there have.
    A column that `is_shown` only helps people to read the file: its cells are not read. A key that `may_be_blank` is blank in some rows.
    """

    name: str
    heading: str
    help: str
    example: str
    kind: Kind = "text"
    limit: int = NAME_LIMIT
    is_key: bool = False
    is_required: bool = False
    choices: tuple[str, ...] = ()
    also_said: tuple[tuple[str, str], ...] = ()
    also_called: tuple[str, ...] = ()
    default: str = ""
    like: str = ""
    clean: Callable[[str], str] | None = None
    remedy: str = "请改正"
    is_shown: bool = False
    may_be_blank: bool = False
    follows: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether a file without this column, or a row without this cell, is refused."""
        return (self.is_key and not self.may_be_blank) or self.is_required

    @property
    def can_be_emptied(self) -> bool:
        """Whether 无 makes the cell blank: not if the cell must be filled, or if 无 is one of its choices."""
        return not (self.is_asked or self.default or NOT_APPLICABLE in self.choices)

    @property
    def marked(self) -> str:
        """The heading as shown on the sheet."""
        return f"{REQUIRED_MARK}{self.heading}" if self.is_asked else self.heading


def yes_or_no(*, name: str, heading: str, help: str, default: str = YES) -> ListColumn:  # noqa: A002 - as the column calls it
    """A column with 是 and 否, however people and spreadsheets write them."""
    said = dict.fromkeys(("TRUE", "Y", "YES", "1", "√", "✓", "启用"), YES)
    said |= dict.fromkeys(("FALSE", "N", "NO", "0", "×", "停用"), NO)
    return ListColumn(
        name=name,
        heading=heading,
        help=help,
        example=default,
        kind="choice",
        choices=(YES, NO),
        also_said=tuple(said.items()),
        default=default,
    )


@dataclass(frozen=True, slots=True)
class ListShape:
    """The shape of a list: its name, its columns in the order of the sheet, and what `each` row is, if that is not the list's name."""

    title: str
    columns: tuple[ListColumn, ...]
    each: str = ""

    @property
    def row_name(self) -> str:
        """What one row is."""
        return self.each or self.title

    @property
    def keys(self) -> tuple[ListColumn, ...]:
        """The columns that identify a row."""
        return tuple(column for column in self.columns if column.is_key)

    @property
    def to_write(self) -> "ListShape":
        """The shape for the process that writes files, which only gets what it needs: no function of ours."""
        return replace(self, columns=tuple(replace(column, clean=None) for column in self.columns))

    def key_of(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The key of the row with these values."""
        return tuple(values[column.name] for column in self.keys)

    def named(self, values: Mapping[str, str]) -> str:
        """People's name for the row with these values, made of all mandatory cells and of the key."""
        cells = (values[column.name] for column in self.columns if column.is_asked or column.is_key)
        return " ".join(cell for cell in cells if cell)


def listed(names: Sequence[str], most: int = 8) -> str:
    """The first few names, in quotation marks, for a message."""
    few = "、".join(f"“{name}”" for name in names[:most])
    return f"{few}等 {len(names)} 个" if len(names) > most else few
