"""`import_evaluations`: whole files or nothing, every fault with its place."""

import json
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from evaluations.core.content import interchange
from evaluations.core.form.document import Document
from evaluations.dossier.naming import named
from evaluations.dossier.store import load
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import EDITABLE, State
from evaluations.units.models import Region, Unit
from evaluations.units.services import add_region, add_unit
from tests.core.builders import document, edition, fill, real_figures
from tests.factories import a_year, in_state

pytestmark = pytest.mark.django_db

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "evaluation.json"
    path.write_text(interchange.dump(real_figures()), encoding="utf-8")
    return path


def run(*arguments: object, **options: bool) -> str:
    out = StringIO()
    call_command("import_evaluations", *map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()


def refused(*arguments: object, **options: bool) -> str:
    out = StringIO()
    with pytest.raises(CommandError, match="没有导入"):
        call_command("import_evaluations", *map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()


def stored() -> Document:
    unit = real_figures().unit
    return load(named(unit.code, 2023))


def nothing_is_there() -> bool:
    return not any(model.objects.exists() for model in (Region, Unit, FiscalYear, SelfEvaluation))


def test_a_file_goes_in_with_its_region_unit_and_year(file: Path) -> None:
    assert "已导入" in run(file, create_missing=True)
    assert stored() == real_figures()
    year = FiscalYear.objects.get()
    assert year.opens_at < year.deadline
    assert AuditEvent.objects.filter(action="import").count() == 1


def test_exported_and_imported_again_it_is_the_same_byte_for_byte(file: Path) -> None:
    run(file, create_missing=True)
    first = interchange.dump(stored())
    file.write_text(first, encoding="utf-8")
    run(file, replace=True)
    assert interchange.dump(stored()) == first
    assert named(real_figures().unit.code, 2023).revision == 1  # nothing differed, nothing was written


def test_what_is_missing_is_named_and_not_made_unasked(file: Path) -> None:
    said = refused(file)
    assert "$.unit.code" in said
    assert "$.fiscal_year" in said
    assert "--create-missing" in said
    assert nothing_is_there()


def test_an_evaluation_is_not_replaced_unasked(file: Path) -> None:
    run(file, create_missing=True)
    assert "--replace" in refused(file)


@pytest.mark.parametrize("state", [State.DRAFTING, State.RETURNED])
def test_a_replaced_draft_has_a_history_without_a_person(file: Path, state: State) -> None:
    run(file, create_missing=True)
    SelfEvaluation.objects.update(**in_state(state, Unit.objects.get()))
    changed = fill(edition(), real_figures(), {"self_assessment.executed": "70"})
    file.write_text(interchange.dump(changed), encoding="utf-8")
    run(file, replace=True)
    assert stored() == changed
    [edit] = Edit.objects.filter(revision=2)
    assert (edit.where, edit.old, edit.new, edit.by) == ("self_assessment.executed", "74.56", "70", None)


@pytest.mark.parametrize("state", [state for state in State if state not in EDITABLE])
def test_what_was_submitted_is_not_replaced(file: Path, state: State) -> None:
    run(file, create_missing=True)
    SelfEvaluation.objects.update(**in_state(state, Unit.objects.get()))
    assert state.for_unit in refused(file, replace=True)


def test_a_bad_file_keeps_no_other_out(file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    said = refused(bad, file, create_missing=True)
    assert "已导入" in said
    assert "bad.json：$：不是有效的 JSON 文件" in said
    assert stored() == real_figures()


def spoiled(change: Change) -> str:
    content = json.loads(interchange.dump(real_figures()))
    change(content)
    return json.dumps(content)


def put(value: object, *keys: str | int) -> Change:
    def change(content: Any) -> None:
        for key in keys[:-1]:
            content = content[key]
        content[keys[-1]] = value

    return change


BAD: Mapping[str, tuple[Change, str]] = {
    "letters": (put("abc", "self_assessment", "executed"), "$.self_assessment.executed"),
    "a power": (put("1e400", "self_assessment", "executed"), "$.self_assessment.executed"),
    "not a number": (put("NaN", "basic_data", "expenditure", 0, "final"), "$.basic_data.expenditure[0].final"),
    "30 digits": (put("1" * 30, "self_assessment", "executed"), "整数部分"),
    "7 decimals": (put("1.1234567", "self_assessment", "executed"), "小数"),
    "a float": (put(1.5, "self_assessment", "executed"), "$.self_assessment.executed"),
    "an unknown key": (put("1", "surprise"), "$.surprise"),
    "an unknown line": (put("surprise", "basic_data", "expenditure", 0, "item"), "$.basic_data.expenditure[0].item"),
    "an unknown category": (
        put("output.surprise", "self_assessment", "indicators", 2, "category"),
        "$.self_assessment.indicators[2].category",
    ),
    "an unknown source": (
        put("1", "self_assessment", "by_revenue", "surprise"),
        "$.self_assessment.by_revenue.surprise",
    ),
    "an unknown edition": (put("elsewhere-1999", "edition"), "$.edition"),
    "a year before our time": (put(1999, "fiscal_year"), "$.fiscal_year"),
    "a control character": (put("a\u0007b", "preparer", "name"), "$.preparer.name"),
    "a null character": (put("a\u0000b", "report", "chapters", "1"), "$.report.chapters.1"),
    "a lone surrogate": (put("\ud800", "preparer", "name"), "$"),
    "a long name": (
        put("长" * 201, "self_assessment", "indicators", 0, "name"),
        "$.self_assessment.indicators[0].name",
    ),
    "a long code": (put("u" * 70, "unit", "code"), "$.unit"),
    "a negative count": (put(-1, "basic_data", "staffing", "staff_in_post"), "$.basic_data.staffing.staff_in_post"),
    "a long explanation": (
        put([{"code": "A2-08", "where": "x", "text": "长" * 2001}], "explanations"),
        "$.explanations[0].text",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_named_by_its_place_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    change, place = BAD[name]
    path = tmp_path / "bad.json"
    path.write_text(spoiled(change), encoding="utf-8")
    assert place in refused(path, create_missing=True)
    assert nothing_is_there()


def test_every_fault_of_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"

    def change(content: dict[str, Any]) -> None:
        for name in ("letters", "not a number", "an unknown key"):
            BAD[name][0](content)

    path.write_text(spoiled(change), encoding="utf-8")
    said = refused(path, create_missing=True)
    assert all(place in said for place in ("$.self_assessment.executed", "[0].final", "$.surprise"))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put("另一个单位", "unit", "name"), "$.unit.name"),
        (put("另一个区", "unit", "region", "name"), "$.unit.region.name"),
        (put("999999", "unit", "region", "code"), "$.unit.region.code"),
    ],
    ids=["unit", "region", "region's code"],
)
def test_a_known_code_under_another_name_is_refused(file: Path, change: Change, place: str) -> None:
    run(file, create_missing=True)
    file.write_text(spoiled(change), encoding="utf-8")
    assert place in refused(file, create_missing=True, replace=True)
    assert stored() == real_figures()


def test_a_draft_may_be_as_wrong_as_it_likes(file: Path) -> None:
    wrong = fill(edition(), document(), {"self_assessment.executed": "-5", "self_assessment.indicators.1.score": "99"})
    file.write_text(interchange.dump(wrong), encoding="utf-8")
    run(file, create_missing=True)
    assert load(named(wrong.unit.code, wrong.fiscal_year)) == wrong


def test_hostile_texts_stay_texts(file: Path) -> None:
    hostile = {
        "preparer.name": "'; DROP TABLE x; --",
        "report.chapters.1": "=cmd|'/c calc'!A1 <script>alert(1)</script> {{ x }} %s",
    }
    content = fill(edition(), real_figures(), hostile)
    file.write_text(interchange.dump(content), encoding="utf-8")
    run(file, create_missing=True)
    assert stored() == content


# Files that are none


def test_a_byte_order_mark_does_not_matter(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    run(file, create_missing=True)
    assert stored() == real_figures()


def test_files_that_can_not_be_read_are_one_line_each(file: Path, tmp_path: Path) -> None:
    gbk, huge = tmp_path / "gbk.json", tmp_path / "huge.json"
    gbk.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))
    huge.write_bytes(b" " * (interchange.SIZE_LIMIT + 1))
    lines = refused(tmp_path / "none.json", tmp_path, gbk, huge, create_missing=True).splitlines()
    assert [line.partition("：")[2][:6] for line in lines] == [
        "无法读取：没",
        "无法读取：这",
        "不是 UTF",
        "文件太大，不",
    ]
    assert nothing_is_there()


def test_a_year_with_another_edition_is_named(file: Path) -> None:
    unit = real_figures().unit
    region = add_region(unit.region.code, unit.region.name)
    add_unit(region, unit.code, unit.name)
    content = FormEdition.objects.get(code="lusong-2023").content.replace(
        'code = "lusong-2023"', 'code = "other-2023"', 1
    )
    other = FormEdition.objects.create(code="other-2023", version=1, content=content, sha256="other")
    a_year(region=region, edition=other)
    assert "$.edition：填的是“lusong-2023”，应为“other-2023”" in refused(file)
