"""A form without staffing, buildings and thrift measures: nothing asks for them, draws them or takes them."""

import pytest

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange, rows
from evaluations.core.content.cells import cells
from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.form.document import Building, Document, Staffing
from evaluations.core.form.edition import BLOCKS
from evaluations.core.guidance.opened import opened
from evaluations.core.guidance.prefill import starting
from evaluations.core.paths import WHOLE
from evaluations.core.readback.reading import not_ours, read_back
from evaluations.core.readback.source import Source
from tests.core.builders import document, edition, empty, fill, lean_edition, lean_text
from tests.core.readback.tables import drawn
from tests.core.sheets import attachment2


def filled() -> Document:
    form = lean_edition()
    return fill(form, empty(form), {"project.final": "8", "official_reception.budget": "2.5", "initial_budget": "60"})


def test_the_form_says_which_blocks_it_leaves_out() -> None:
    assert lean_edition().absent == set(BLOCKS)
    assert not any(path.startswith(BLOCKS) for path in {*lean_edition().cells, *cells(lean_edition(), filled())})
    assert [off.check.code for off in checks.off(lean_edition())] == ["A2-01", "A2-13"]


def test_its_sheet_ends_with_the_last_line_of_money() -> None:
    grid = attachment2(lean_edition(), filled())
    assert [row.cells[0].text for row in grid.rows[2:4]] == ["经费控制情况（万元）", "三公经费"]
    assert grid.rows[-1].cells[0].text == "部门基本支出预算调整"


def test_its_sheet_is_read_back() -> None:
    table = drawn(attachment2(lean_edition(), filled()))
    told = read_back(lean_edition(), filled().fiscal_year, Source((table,)))
    assert told.texts == {
        "basic_data.expenditure.official_reception.budget": "2.5",
        "basic_data.expenditure.project.final": "8",
    }
    assert not told.problems


def test_a_sheet_of_a_fuller_form_gives_it_only_what_it_asks_for() -> None:
    table = drawn(attachment2(edition(), document()))
    told = read_back(lean_edition(), document().fiscal_year, Source((table,)))
    assert told.texts
    assert not any(path.startswith(BLOCKS) for path in told.texts)


def test_a_file_that_is_no_form_is_told_what_the_form_has() -> None:
    assert "附件2要有“经费控制情况（万元）”等行列的名称" in not_ours(lean_edition(), 2023)


def test_a_document_with_what_the_form_leaves_out_is_refused() -> None:
    basic_data = filled().basic_data.model_copy(
        update={"staffing": Staffing(staff_in_post=3), "buildings": (Building(),), "thrift_measures": "节约"}
    )
    with pytest.raises(interchange.Faults) as refused:
        interchange.for_edition(lean_edition(), filled().model_copy(update={"basic_data": basic_data}))
    assert list(refused.value.lines) == [f"$.{block}：表样没有这一项。" for block in BLOCKS]


def test_it_takes_no_buildings() -> None:
    with pytest.raises(rows.NoSuchRow):
        rows.add(lean_edition(), filled(), "basic_data.buildings")
    assert "basic_data.buildings" not in opened(lean_edition(), filled(), [WHOLE]).lists


def test_last_years_posts_are_not_carried_into_it() -> None:
    started = starting(lean_edition(), empty(lean_edition()), document())
    assert started.basic_data.staffing == Staffing()
    assert started.basic_data.expenditure


def test_it_is_judged_without_them() -> None:
    found = checks.run(Case(lean_edition(), filled()))
    assert found
    assert not any(finding.where.startswith(BLOCKS) for finding in found)


def test_what_a_form_leaves_out_it_cannot_require() -> None:
    text = lean_text().replace('    "preparer.name",', '    "preparer.name",\n    "basic_data.thrift_measures",', 1)
    with pytest.raises(EditionError, match=r"required\.cells\.2：没有单元格 basic_data\.thrift_measures。"):
        read_edition(text)


def test_words_that_the_form_does_not_state_cannot_be_named() -> None:
    text = lean_text().replace("{label:attachment2.expenditure}", "{label:attachment2.thrift_measures}", 1)
    with pytest.raises(EditionError, match=r"表样中没有 attachment2\.thrift_measures 这一项文字。"):
        read_edition(text)
