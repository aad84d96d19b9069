"""The command `export_evaluation` and the files it writes."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from evaluations.core.content import interchange
from evaluations.dossier.importing import import_document
from evaluations.files.export import CHILDREN, exported
from evaluations.records.models import SelfEvaluation
from tests.core import builders
from tests.core.layouts import drawn
from tests.files import docx_text, sheet_text
from tests.files.reading_places import all_taken

pytestmark = pytest.mark.django_db

NAMES = (
    "2023年度测试区文化事务中心_整体支出绩效自评报告.docx",
    "2023年度测试区文化事务中心_整体支出绩效自评报告.pdf",
    "2023年度测试区文化事务中心_附件2_基础数据表.xlsx",
    "2023年度测试区文化事务中心_附件3_自评表.xlsx",
    "2023年度测试区文化事务中心.json",
)
JSON = NAMES[-1]


@pytest.fixture
def evaluation() -> SelfEvaluation:
    return import_document(interchange.dump(builders.real_figures()).encode(), create_missing=True)


def export(to: Path, unit: str = "WENHUA", year: str = "2023", **options: str) -> None:
    call_command("export_evaluation", unit=unit, year=year, to=to, **options)


@pytest.mark.slow
def test_every_format_is_written_unless_told(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    export(tmp_path / "new" / "folder")
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == set(NAMES)


@pytest.mark.slow
def test_the_sheets_hold_what_was_imported_cell_for_cell(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    export(tmp_path, formats="xlsx")
    assert not (tmp_path / JSON).exists()
    for name, form in zip(NAMES[2:], ("attachment2", "attachment3"), strict=False):
        sheet = sheet_text.opened((tmp_path / name).read_bytes())
        assert sheet_text.ranges(sheet) == drawn.expected(f"real_figures.{form}.txt")


@pytest.mark.slow
def test_the_word_file_is_the_whole_hand_in(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    export(tmp_path, formats="docx")
    [file] = tmp_path.iterdir()
    sections = docx_text.opened(file.read_bytes()).sections
    assert file.name == NAMES[0]
    assert "测试区文化事务中心" in docx_text.texts(sections[0])[0]
    for section, form in zip(list(sections)[2:], ("attachment2", "attachment3"), strict=True):
        assert set(drawn.expected(f"real_figures.{form}.txt").values()) == {
            "".join(text.split()) for text in docx_text.texts(section)
        }


def test_the_interchange_file_is_the_imported_document(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    export(tmp_path, formats="json")
    assert (tmp_path / JSON).read_text(encoding="utf-8") == interchange.dump(builders.real_figures())


@pytest.mark.slow
def test_exporting_again_writes_the_same_bytes(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    export(tmp_path)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    export(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


@pytest.mark.slow
def test_the_author_of_the_sheets_is_the_bureau(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    evaluation.unit.region.bureau_name = "某区财政局"
    evaluation.unit.region.save()
    export(tmp_path, formats="xlsx")
    book = sheet_text.opened((tmp_path / NAMES[2]).read_bytes()).parent
    assert book is not None
    assert book.properties.creator == "某区财政局"


def test_an_export_is_audited(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    export(tmp_path, formats="json")
    event = AuditEvent.objects.latest("number")
    assert (event.action, event.subject) == ("export", str(evaluation.pk))
    assert json.loads(event.detail)["formats"] == ["json"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "NOBODY"}, "没有代码为“NOBODY”的单位。"),
        ({"year": "2020"}, "单位“WENHUA”没有 2020 年度的自评。"),
        ({"year": "abc"}, "年度填的是“abc”，应为四位数字，例如 2023。"),
        ({"formats": "xlsx,exe"}, "没有“exe”这种格式，可以导出：docx、pdf、xlsx、json。"),
        ({"formats": ""}, "没有“”这种格式，可以导出：docx、pdf、xlsx、json。"),
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line(
    evaluation: SelfEvaluation, tmp_path: Path, options: dict[str, str], message: str
) -> None:
    with pytest.raises(CommandError) as refused:
        export(tmp_path / "folder", **options)
    assert str(refused.value) == message
    assert not (tmp_path / "folder").exists()


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_to_is_said_in_one_line(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("occupied", encoding="utf-8")
    with pytest.raises(CommandError, match="无法写入文件夹"):
        export(tmp_path / "file")
    assert not AuditEvent.objects.filter(action="export").exists()


@pytest.mark.slow
def test_a_file_that_cannot_take_its_name_leaves_nothing_half_written(
    evaluation: SelfEvaluation, tmp_path: Path
) -> None:
    (tmp_path / NAMES[0]).mkdir()
    with pytest.raises(CommandError, match="无法写入文件夹"):
        export(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAMES[0]]


def test_a_command_waits_its_turn_like_everybody_and_says_so(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    with all_taken(CHILDREN), pytest.raises(CommandError, match="现在生成文件的人较多"):
        export(tmp_path / "folder")
    assert not (tmp_path / "folder").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("no_fonts")
def test_a_machine_without_the_fonts_of_pdf_files_says_so_and_writes_nothing(
    evaluation: SelfEvaluation, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="管理员请安装 fonts-noto-cjk。"):
        export(tmp_path / "folder", formats="json,pdf")
    assert not (tmp_path / "folder").exists()
    export(tmp_path / "folder", formats="xlsx,json")


@pytest.mark.slow
def test_a_second_edition_is_exported_alike() -> None:
    files = dict(
        exported(
            builders.second_document(), builders.second_edition(), ["xlsx", "docx", "pdf", "json"], author="某市财政局"
        )
    )
    assert [name.partition("_")[2] for name in files] == [
        "附件1_基础数据表.xlsx",
        "附件2_自评表.xlsx",
        "整体支出绩效自评报告.docx",
        "整体支出绩效自评报告.pdf",
        "",
    ]
