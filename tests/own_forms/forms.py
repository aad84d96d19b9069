"""Workbooks and managers for the tests of a bureau's own forms."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from accounts.models import User
from accounts.roles import Role
from evaluations.core.editions.file import read_edition
from evaluations.core.editions.writing import data_of, text_of, with_named_rules
from evaluations.core.form.edition import Edition
from evaluations.files.edition_workbooks import to_workbook
from evaluations.units.models import Region
from tests.core.builders import SHIPPED
from tests.factories import a_person, a_region

Changes = Mapping[tuple[str, str], str | int]
"""What is typed into cells, by sheet and cell."""
GONE = "benefit.ecological"
NEW: Changes = {("表样", "B3"): "qinghe-2024", ("表样", "B4"): 1}


@cache
def _shipped(code: str) -> bytes:
    text = SHIPPED.with_name(f"{code}.toml").read_text(encoding="utf-8")
    return to_workbook(read_edition(text), author="")


def a_workbook(changes: Changes = NEW, code: str = "hunan-2018") -> bytes:
    """The workbook of a shipped form with these changes, as somebody would make them in Excel."""
    book = load_workbook(BytesIO(_shipped(code)))
    for (sheet, cell), value in changes.items():
        book[sheet][cell] = value
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def higher(now: Edition) -> str:
    """The next version of a form with scores, without the category GONE of indicators and with those of the first level the other way round."""
    data: dict[str, Any] = data_of(with_named_rules(now))
    data["version"] += 1
    part = data["attachment3"]
    part["levels"][0]["categories"].reverse()
    for level in part["levels"]:
        level["categories"] = [each for each in level["categories"] if each["code"] != GONE]
    part["library"] = [each for each in part["library"] if each["category"] != GONE]
    return text_of(data)


def a_manager(region: Region | None = None) -> User:
    """A manager of the region."""
    return a_person(Role.MANAGER, region=region or a_region())
