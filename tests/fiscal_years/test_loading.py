"""The shipped editions: there after every migrate, frozen once in use."""

import hashlib
from pathlib import Path

import pytest
from django.apps.registry import Apps
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from evaluations.common.refusal import Refused
from evaluations.core.editions.file import EditionError
from evaluations.fiscal_years import loading
from evaluations.fiscal_years.loading import load_after_migrate, load_edition, load_shipped_editions, told
from evaluations.fiscal_years.models import FormEdition
from tests.factories import a_year, an_evaluation

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored() -> FormEdition:
    return FormEdition.objects.get(code="lusong-2023", version=5)


def test_migrating_leaves_the_shipped_editions_parsed_and_whole(stored: FormEdition) -> None:
    assert stored.sha256 == hashlib.sha256(stored.content.encode()).hexdigest()
    assert (stored.edition.code, stored.edition.version) == ("lusong-2023", 5)


def test_an_edition_is_parsed_once_a_process_and_lists_may_defer_its_text(
    stored: FormEdition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    parsed = stored.edition
    deferred = FormEdition.objects.defer("content").get(pk=stored.pk)
    with django_assert_num_queries(0):
        assert deferred.edition is parsed


def test_loading_again_changes_nothing(stored: FormEdition, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    before = list(FormEdition.objects.values())
    load_shipped_editions()
    assert list(FormEdition.objects.values()) == before


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_has_them_again() -> None:
    assert FormEdition.objects.filter(code="lusong-2023").exists()


def test_a_migrate_that_stops_before_the_table_loads_nothing() -> None:
    FormEdition.objects.all().delete()
    load_after_migrate(apps=Apps())
    assert not FormEdition.objects.exists()


def changed(stored: FormEdition) -> str:
    return stored.content + "\n# changed\n"


def test_an_edition_that_nothing_uses_is_updated_in_place(stored: FormEdition) -> None:
    load_edition(changed(stored))
    again = FormEdition.objects.get(code="lusong-2023", version=5)
    assert (again.pk, again.content) == (stored.pk, changed(stored))


def test_an_edition_in_use_by_a_year_is_frozen(stored: FormEdition) -> None:
    a_year(edition=stored)
    with pytest.raises(Refused, match="更高的版本"):
        load_edition(changed(stored))
    stored.content = changed(stored)
    with pytest.raises(Refused, match="更高的版本"):
        stored.save()
    stored.refresh_from_db()
    assert "# changed" not in stored.content


def test_an_edition_that_only_an_evaluation_still_uses_is_frozen(stored: FormEdition) -> None:
    year = a_year(edition=stored)
    an_evaluation(fiscal_year=year)
    year.edition = load_edition(stored.content.replace("version = 5", "version = 6", 1))
    year.save()
    with pytest.raises(Refused, match="更高的版本"):
        load_edition(changed(stored))


def test_a_higher_version_stands_beside_the_frozen_one(stored: FormEdition) -> None:
    a_year(edition=stored)
    assert load_edition(stored.content.replace("version = 5", "version = 6", 1)).pk != stored.pk


def test_what_is_no_edition_is_refused() -> None:
    with pytest.raises(EditionError):
        load_edition("code = 'only'")


# Folders with faulty files


def put(folder: Path, **contents: bytes) -> Path:
    """The folder with these files in it; the shipped edition's text where none is given."""
    for name, content in contents.items():
        (folder / f"{name}.toml").write_bytes(content)
    return folder


def other(stored: FormEdition, code: str) -> bytes:
    return stored.content.replace('code = "lusong-2023"', f'code = "{code}"', 1).encode()


BAD = {
    "syntax": (b"code = = 1", "第 1 行第 8 个字符"),
    "empty": (b"", "第 1 行 foot：缺少这一项。"),
    "bom": (b"\xef\xbb\xbfcode = 1", "BOM"),
    "utf16": ("code = 1".encode("utf-16"), "UTF-16"),
    "gbk": ("name = '表样'".encode("gbk"), "GBK"),
    "huge": (b"#" * 3_000_000, "1048576"),
    "binary": (bytes(range(256)), "UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_file_stops_no_other(
    tmp_path: Path, stored: FormEdition, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    content, told_of = BAD[name]
    put(tmp_path, aaa=content, bbb=other(stored, "bbb"), zzz=content)
    (tmp_path / "folder.toml").mkdir()
    loaded = load_shipped_editions(tmp_path)
    assert [(one.file, bool(one.stored), bool(one.faults)) for one in loaded] == [
        ("aaa.toml", False, True), ("bbb.toml", True, False), ("folder.toml", False, True), ("zzz.toml", False, True),
    ]  # fmt: skip
    assert FormEdition.objects.filter(code="bbb").exists()
    assert told_of in "".join(told(loaded[0]))
    assert told(loaded[0])[0] == "表样文件 aaa.toml 没有载入："


def test_migrating_tells_of_a_bad_file_and_goes_on(
    tmp_path: Path, stored: FormEdition, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, bad=b"code = 1", good=other(stored, "good").replace(b"government_procurement", b"procurement"))
    monkeypatch.setattr(loading, "SHIPPED", tmp_path)
    load_after_migrate()
    said = capsys.readouterr().err
    assert "表样文件 bad.toml 没有载入：\n  第 1 行" in said
    assert "表样 good 第 5 版：以下 1 项核对不起作用：\n  X-09 " in said
    assert "、basic_data.expenditure.government_procurement.final\n" in said
    load_after_migrate()
    assert "good" not in capsys.readouterr().err


def test_a_shipped_file_that_changes_an_edition_in_use_is_told_and_stops_nothing(
    tmp_path: Path, stored: FormEdition
) -> None:
    a_year(edition=stored)
    put(tmp_path, changed=changed(stored).encode(), good=other(stored, "good"))
    refused, good = load_shipped_editions(tmp_path)
    assert "已在使用" in refused.faults[0]
    assert good.stored


def test_two_files_of_one_code_and_version_are_told(tmp_path: Path, stored: FormEdition) -> None:
    put(tmp_path, one=other(stored, "same"), two=other(stored, "same") + b"\n# other\n", zzz=other(stored, "zzz"))
    for _ in range(2):
        one, two, last = load_shipped_editions(tmp_path)
        assert one.stored
        assert two.faults == ("与 one.toml 的代码（code）和版本（version）相同，请改其中一个。",)
        assert last.stored


def test_an_edition_in_use_that_breaks_a_later_rule_is_still_readable(stored: FormEdition) -> None:
    stored.content = stored.content.replace('check = "A2-03"', 'check = "A2-99"')
    stored.sha256 = "0" * 64
    assert stored.edition.line["official_vehicles"].check == "A2-99"


def test_a_command_looks_a_file_over(tmp_path: Path, stored: FormEdition, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, good=stored.content.encode(), off=other(stored, "off").replace(b"three_public", b"three"))
    put(tmp_path, bad=stored.content.replace('check = "A2-03"', 'check = "A2-99"').encode())
    call_command("check_edition", str(tmp_path / "good.toml"))
    assert capsys.readouterr().out == f"{tmp_path / 'good.toml'}：没有错误。\n"
    with pytest.raises(CommandError, match="2 个文件有错误"):
        call_command("check_edition", *(str(tmp_path / f"{name}.toml") for name in ("bad", "good", "missing")))
    told_of = capsys.readouterr().err
    assert f"{tmp_path / 'bad.toml'} 第 45 行 attachment2.lines.official_vehicles.check：没有“A2-99”" in told_of
    assert f"{tmp_path / 'missing.toml'} 不能读取这个文件" in told_of
