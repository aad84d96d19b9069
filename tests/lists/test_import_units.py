"""The command that takes in a list of units."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from tests.factories import a_region, a_unit
from tests.lists.uploads import stored, units_file

pytestmark = pytest.mark.django_db

ROWS = (("101001", "文化馆", "是"), ("101002", "图书馆", "否"))
LOST = (("010101", "文化馆", "是"), ("010102", "图书馆", "是"), (10103, "美术馆", "是"))


def imported(tmp_path: Path, *rows: tuple[object, ...], **options: object) -> tuple[str, str]:
    """What the command writes to its two outputs; a CommandError where it fails."""
    (tmp_path / "单位.xlsx").write_bytes(units_file(*rows))
    out, err = StringIO(), StringIO()
    try:
        call_command("import_units", str(tmp_path / "单位.xlsx"), region="430203", stdout=out, stderr=err, **options)
    except CommandError as refusal:
        err.write(str(refusal))
        raise CommandError(err.getvalue()) from refusal
    return out.getvalue(), err.getvalue()


@pytest.mark.slow
def test_every_row_is_told_and_stored(tmp_path: Path) -> None:
    a_unit("101001", a_region())
    told, _ = imported(tmp_path, *ROWS)
    assert "± 第 2 行 101001 文化馆  单位名称：测试单位101001 → 文化馆" in told
    assert "＋ 第 3 行 101002 图书馆  单位代码：101002；单位名称：图书馆；启用：否" in told
    assert "新增 1 行，修改 1 行，不变 0 行；已导入。" in told
    assert stored() == [("101001", "文化馆", True), ("101002", "图书馆", False)]
    [event] = AuditEvent.objects.filter(action="import_list")
    assert event.actor is None


@pytest.mark.slow
def test_a_dry_run_stores_nothing_and_a_second_run_has_nothing_to_store(tmp_path: Path) -> None:
    a_region()
    assert "只显示，没有保存" in imported(tmp_path, *ROWS, dry_run=True)[0]
    assert stored() == []
    imported(tmp_path, *ROWS)
    told, _ = imported(tmp_path, *ROWS)
    assert "不变 2 行；没有要导入的内容。" in told


@pytest.mark.slow
def test_nothing_is_stored_while_a_row_can_not_be_taken(tmp_path: Path) -> None:
    a_region()
    with pytest.raises(CommandError, match=r"第 4 行 单位名称：必填(.|\n)*有 1 处不能导入，一行也没有导入"):
        imported(tmp_path, *ROWS, ("101003", "", "是"))
    assert stored() == []


@pytest.mark.slow
def test_nothing_is_stored_while_a_question_is_open(tmp_path: Path) -> None:
    a_region()
    with pytest.raises(CommandError, match=r"是“010103”吗？(.|\n)*--answer yes"):
        imported(tmp_path, *LOST)
    assert stored() == []


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "code"), [("yes", "010103"), ("no", "10103")])
def test_an_answer_to_all_questions_stores_what_it_says(tmp_path: Path, answer: str, code: str) -> None:
    a_region()
    imported(tmp_path, *LOST, answer=answer)
    assert code in [row[0] for row in stored()]


def test_a_region_or_file_that_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有代码为“430203”的地区，现有：还没有"):
        imported(tmp_path, *ROWS)
    a_region()
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("import_units", str(tmp_path / "nothing.xlsx"), region="430203")
    (tmp_path / "单位.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="清单请用 Excel"):
        call_command("import_units", str(tmp_path / "单位.docx"), region="430203")
