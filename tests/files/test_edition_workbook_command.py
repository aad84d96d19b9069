"""The command `edition_workbook`."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from evaluations.core.editions.file import read_edition
from tests.core.workbook.sheets import PROJECT


@pytest.mark.slow
def test_a_file_becomes_a_workbook_and_a_file_again(tmp_path: Path) -> None:
    book, text = tmp_path / "form.xlsx", tmp_path / "form.toml"
    call_command("edition_workbook", str(PROJECT), to=book)
    call_command("edition_workbook", str(book), to=text)
    before, after = (read_edition(file.read_text(encoding="utf-8")) for file in (PROJECT, text))
    assert after.rules == before.rules
    assert after.layouts == before.layouts


@pytest.mark.slow
def test_mistakes_are_told_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, text = tmp_path / "form.xlsx", tmp_path / "form.toml"
    call_command("edition_workbook", str(PROJECT), to=file)
    book = load_workbook(BytesIO(file.read_bytes()))
    book["指标"]["C3"] = "五十"
    book.save(file)
    with pytest.raises(CommandError, match="有 1 处错误"):
        call_command("edition_workbook", str(file), to=text)
    assert capsys.readouterr().err == "工作表“指标” C3：“五十”不是数字，应写 40 这样的数字，不带单位。\n"
    assert not text.exists()


@pytest.mark.parametrize(
    ("file", "to", "told"),
    [
        ("a.toml", "b.toml", "应从 .toml 文件写到 .xlsx 文件"),
        ("a.toml", "b.xlsx", "不能读取这个文件"),
        ("a.xlsx", "b.toml", "不能读写“.*a.xlsx”"),
    ],
)
def test_what_cannot_be_converted_is_refused(tmp_path: Path, file: str, to: str, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("edition_workbook", str(tmp_path / file), to=tmp_path / to)
