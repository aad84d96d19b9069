"""What somebody asks of the list: which units, in which order. It stands in the address, and can be kept by name."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

from evaluations.desk.columns import COLUMNS
from evaluations.desk.conditions import LOOKS, STATES
from evaluations.shared_pages.forms import is_key

NONE = "none"
"""Units without a section, or without a reviewer."""


class Asked(NamedTuple):
    """The conditions ("" for any), and the column of the order; a minus before it turns the order around."""

    year: str = ""
    state: str = ""
    section: str = ""
    reviewer: str = ""
    grade: str = ""
    look: str = ""
    name: str = ""
    sort: str = ""

    @classmethod
    def of(cls, cleaned: Mapping[str, Any]) -> Self:
        """From texts that may be anything; what is not known asks nothing."""
        asked = cls(**{name: str(cleaned.get(name) or "") for name in cls._fields})
        return asked._replace(
            state=asked.state if asked.state in STATES else "",
            look=asked.look if asked.look in LOOKS else "",
            section=_key(asked.section),
            reviewer=_key(asked.reviewer),
            sort=asked.sort if asked.column in COLUMNS else "",
        )

    @property
    def column(self) -> str:
        """The column of the order."""
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        """Whether the order is turned around."""
        return self.sort.startswith("-")

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for more than a year and a state."""
        return any((self.section, self.reviewer, self.grade, self.look, self.name))

    def query(self, **changed: str) -> str:
        """The query string that asks it, with some of it changed; a state stands in it even if it is "" (all), which is not the same as none."""
        asked = self._replace(**changed)
        return urlencode({key: value for key, value in asked._asdict().items() if value or key == "state"})


def _key(text: str) -> str:
    return text if text == NONE or is_key(text) else ""
