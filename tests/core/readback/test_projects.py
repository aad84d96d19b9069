"""The sheet of a project says whose it is: another project's, or another unit's, is told."""

from decimal import Decimal

import pytest

from evaluations.core.editions.file import read_edition
from evaluations.core.form.document import Document, Project
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.drawing import tables
from evaluations.core.readback.reading import ReadBack, read_back
from evaluations.core.readback.source import FileTable, Source
from tests.core.builders import SHIPPED, empty, fill
from tests.core.readback.tables import drawn, with_text

PROJECT = Project(name="图书馆免费开放", code="43020", department="文旅局", implementer="区图书馆")
FUNDS = "self_assessment.fiscal_executed"


@pytest.fixture(params=["project-2022", "sichuan-project-2023"])
def form(request: pytest.FixtureRequest) -> Edition:
    return read_edition(SHIPPED.with_name(f"{request.param}.toml").read_text(encoding="utf-8"))


def sheet(form: Edition) -> tuple[Document, FileTable]:
    document = fill(form, empty(form).model_copy(update={"project": PROJECT}), {FUNDS: "12.5"})
    return document, drawn(tables(form, document)[0])


def back(form: Edition, document: Document, table: FileTable) -> ReadBack:
    source = Source((table,), ())
    return read_back(form, document.fiscal_year, source, unit_name=document.unit.name, project=document.project)


def test_its_own_sheet_is_read_without_a_word(form: Edition) -> None:
    found = back(form, *sheet(form))
    assert Decimal(found.texts[FUNDS]) == Decimal("12.5")
    assert not found.problems


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("图书馆免费开放", "文化馆免费开放", "项目名称与“图书馆免费开放”不同"),
        ("区图书馆", "区文化馆", "单位名称与本单位“区图书馆”不同"),
    ],
)
def test_another_projects_or_units_sheet_is_told(form: Edition, old: str, new: str, said: str) -> None:
    document, table = sheet(form)
    [problem] = back(form, document, with_text(table, old, new)).problems
    assert problem.message.startswith(said)
    assert (problem.severity, problem.found) == ("warning", new)
