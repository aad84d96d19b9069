"""Published forms of other places, filled in as they were published: each of their cells comes out, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evaluations.core.content import rows
from evaluations.core.content.blank import blank_document
from evaluations.core.editions.file import read_edition
from evaluations.core.form.document import Document, Project, Staffing
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.drawing import tables
from evaluations.files import xlsx
from evaluations.files.edition_workbooks import from_workbook
from tests.conftest import shared_folder
from tests.core.builders import SHIPPED, fill
from tools.compare_cells import compared

PART, LIST = "self_assessment.", "self_assessment.indicators"
COLUMNS = ("name", "target", "actual", "weight", "score")
SOURCES = {"initial": 0, "adjusted": 1, "executed": 2}


def after(lines: Sequence[str], label: str, place: int = 1) -> str:
    """The text of the cell so many cells after the one with this text."""
    return lines[lines.index(label) + place]


def of_the_head(lines: Sequence[str]) -> Mapping[str, str]:
    """What stands above the indicators, by path."""
    total, fiscal = "年度资金总额:", "其中:本年财政拨款"
    return {
        f"{PART}initial_budget": after(lines, total),
        f"{PART}adjusted_budget": after(lines, total, 2),
        f"{PART}executed": after(lines, total, 3),
        f"{PART}execution_score": after(lines, total, 6),
        **{f"{PART}fiscal_{column}": after(lines, fiscal, 1 + place) for column, place in SOURCES.items()},
        f"{PART}expected_objective": after(lines, "实际完成情况"),
        f"{PART}actual_completion": after(lines, "实际完成情况", 2),
    }


def indicators(form: Edition, lines: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """(category, texts of its columns) of each indicator: five cells behind the category's, or behind the last one's."""
    categories = {category.label: code for code, category in form.categories.items()}
    levels = {f"{level.label}({level.weight}分)" for level in form.attachment3.levels}
    rest, category = list(lines[lines.index("偏差原因分析及改进措施") + 1 :]), ""
    while rest:
        if rest[0] in levels or rest[0] in categories:
            category = categories.get(rest.pop(0), category)
        else:
            yield category, rest[: len(COLUMNS)]
            del rest[: len(COLUMNS)]


def filled(form: Edition, lines: Sequence[str]) -> Document:
    listed = list(indicators(form, lines))
    document = blank_document(form, 2022)
    for category, _ in listed:
        document = rows.add(form, document, f"{LIST}.{category}", 1).document
    typed = dict(of_the_head(lines))
    for number, (_, texts) in enumerate(listed, 1):
        typed |= {f"{LIST}.{number}.{column}": text for column, text in zip(COLUMNS, texts, strict=True)}
    return of_project(fill(form, document, typed), lines, "实施单位")


def of_project(document: Document, lines: Sequence[str], implementer: str) -> Document:
    """The document of the project that is named in the head."""
    named = {"name": "项目名称", "department": "主管部门", "implementer": implementer}
    project = Project(**{field: after(lines, label) for field, label in named.items()})
    return document.model_copy(update={"project": project})


def shipped(code: str) -> Edition:
    return read_edition(SHIPPED.with_name(f"{code}.toml").read_text(encoding="utf-8"))


def published(name: str) -> tuple[Path, list[str]]:
    """The list of a published form's cells, and its lines."""
    listed = shared_folder("forms-cases") / f"{name}.cells.txt"
    return listed, [line.strip() for line in listed.read_text(encoding="utf-8").splitlines() if line.strip()]


def sheet(form: Edition, document: Document, folder: Path) -> Path:
    [grid] = tables(form, document)
    file = folder / "sheet.xlsx"
    file.write_bytes(xlsx.sheet(grid, author="测试区财政局"))
    return file


def test_the_cells_of_a_published_project_form_come_out_and_nothing_else(tmp_path: Path) -> None:
    listed, lines = published("anhui-project-2022")
    form = shipped("project-2022")
    told = compared(sheet(form, filled(form, lines), tmp_path), listed)
    # The published form says 0 for the rate of nothing by nothing, which has no value.
    assert (told.expected, dict(told.missing), dict(told.strange)) == (99, {"0": 1}, {"—": 1})


def of_sichuan(form: Edition, lines: Sequence[str]) -> Document:
    document = blank_document(form, 2023)
    for category in ("output.quantity", "benefit.social"):
        document = rows.add(form, document, f"{LIST}.{category}", 1).document
    funds = {"": "总额", "fiscal_": "其中:财政资金", "special_account_": "财政专户管理资金", "unit_": "单位资金"}
    totals = {"initial": "initial_budget", "adjusted": "adjusted_budget", "executed": "executed"}
    typed = {
        f"{PART}{source}{column if source else totals[column]}": after(lines, label, 1 + place)
        for source, label in funds.items()
        for column, place in SOURCES.items()
    }
    indicators = {1: "发放(缴纳)覆盖率", 2: "足额保障率(参保率)"}
    for number, name in indicators.items():
        columns = ("name", "nature", "target", "unit", "weight")
        typed |= {f"{LIST}.{number}.{column}": after(lines, name, place) for place, column in enumerate(columns)}
    texts = {"conclusion": "评价结论", "problems": "存在问题", "measures": "改进措施"}
    texts |= {"expected_objective": "年度目标完成情况"}
    typed |= {f"{PART}{cell}": after(lines, label) for cell, label in texts.items()}
    typed |= {
        f"{PART}actual_completion": after(lines, "年度目标完成情况", 2),
        f"{PART}funds_reason": after(lines, "总额", 6),
    }
    return of_project(fill(form, document, typed), lines, "实施单位(盖章)")


def test_a_form_with_columns_of_its_own_and_computed_rates_comes_out(tmp_path: Path) -> None:
    listed, lines = published("sichuan-project-2023")
    form = shipped("sichuan-project-2023")
    told = compared(sheet(form, of_sichuan(form, lines), tmp_path), listed)
    # The published form says 0% for the rate of nothing by nothing, which has no value.
    assert (told.expected, dict(told.missing), dict(told.strange)) == (90, {"0%": 2}, {})


EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "sichuan-project-2023.xlsx"
"""A workbook that was filled in from the issued sheet, beginning with the blank one."""


def test_a_workbook_filled_in_from_the_issued_sheet_is_a_form() -> None:
    reading = from_workbook(EXAMPLE.name, EXAMPLE.read_bytes())
    assert [str(mistake) for mistake in reading.mistakes] == []
    assert reading.edition
    assert {rule.code for rule in reading.edition.rules} >= {"XM-01", "XM-02", "XM-03", "XM-04"}


def test_the_cells_of_the_published_form_come_out_of_the_form_made_by_workbook(tmp_path: Path) -> None:
    listed, lines = published("sichuan-project-2023")
    form = from_workbook(EXAMPLE.name, EXAMPLE.read_bytes()).edition
    assert form
    told = compared(sheet(form, of_sichuan(form, lines), tmp_path), listed)
    assert (told.expected, dict(told.missing), dict(told.strange)) == (90, {"0%": 2}, {})


def of_hunan(form: Edition, lines: Sequence[str]) -> Document:
    staff, line = "basic_data.staffing", "basic_data.expenditure"
    amounts = {
        "三公经费": ("three_public", 3),
        "1、公务用车购置和维护经费": ("official_vehicles", 3),
        "公车运行维护": ("vehicle_operation", 3),
        "3、公务接待": ("official_reception", 3),
        "1、业务工作专项": ("business_funds", 3),
        "其中:办公经费": ("office", 3),
        "水费、电费、差旅费": ("utilities_travel", 3),
        "会议费、培训费": ("meeting_training", 3),
        "政府采购金额": ("government_procurement", 3),
        "其中:公车购置": ("vehicle_purchase", 2),
        "部门整体支出预算调整": ("budget_adjustment", 2),
    }
    columns = ("prior_final", "budget", "final")
    typed = {
        f"{line}.{item}.{column}": after(lines, label, place)
        for label, (item, count) in amounts.items()
        for place, column in enumerate(columns[-count:], 1)
    }
    typed |= {f"{staff}.{name}": after(lines, "控制率", place) for place, name in enumerate(Staffing.model_fields, 1)}
    return fill(form, blank_document(form, 2018), typed)


def test_a_form_of_basic_data_alone_comes_out(tmp_path: Path) -> None:
    listed, lines = published("hunan-basic-data-2018")
    form = shipped("hunan-2018")
    told = compared(sheet(form, of_hunan(form, lines), tmp_path), listed)
    assert (told.expected, dict(told.missing), dict(told.strange)) == (61, {}, {})
