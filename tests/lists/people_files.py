"""Files of people, as somebody may type them."""

from evaluations.core.lists.columns import ListShape
from evaluations.lists.people_columns import OF_UNITS
from tests.lists.uploads import workbook

URL = "/lists/people/"


def row(username: str, name: str = "周敏", role: str = "填报人", unit: str = "U1", **said: str) -> dict[str, str]:
    """A row: one membership."""
    return {"username": username, "name": name, "role": role, "unit": unit, **said}


def people_file(*rows: dict[str, str], shape: ListShape = OF_UNITS) -> bytes:
    """A file with all columns and these rows."""
    headings = [column.heading for column in shape.columns]
    return workbook(headings, *([each.get(column.name) for column in shape.columns] for each in rows))
