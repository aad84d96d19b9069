"""The command `import_sheets`."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from evaluations.core.form.document import Document
from evaluations.dossier.freezing import freeze
from evaluations.dossier.store import documents, load
from evaluations.files.export import content
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import State
from tests.core import builders
from tests.factories import a_year, an_evaluation, in_state
from tests.files.handmade_packages import workbook
from tests.files.reading_places import all_taken
from tests.filling.forms import EDITION, fill_in, revision_of, stored

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OFFICE = "basic_data.expenditure.office.prior_final"


def sheets(folder: Path, document: Document) -> list[str]:
    """Both sheets of the document as files."""
    names = []
    for which in ("attachment2", "attachment3"):
        path = folder / f"{which}.xlsx"
        path.write_bytes(content(document, EDITION, which, author="财政局"))
        names.append(str(path))
    return names


def run(*files: str, unit: str = "U1", year: str = "2023", dry_run: bool = False) -> tuple[str, str]:
    """(output, errors) of the command."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_sheets", *files, unit=unit, year=year, dry_run=dry_run, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refused(*files: str, **options: str | bool) -> str:
    """What the command says on its way to exit code 1."""
    err = io.StringIO()
    with pytest.raises(CommandError) as fault:
        call_command(
            "import_sheets", *files, **({"unit": "U1", "year": "2023"} | options), stdout=io.StringIO(), stderr=err
        )
    return err.getvalue() + str(fault.value)


def mine(evaluation: SelfEvaluation) -> Document:
    """A filled-in document of the evaluation's own unit."""
    return builders.document().model_copy(update={"unit": load(documents().get(pk=evaluation.pk)).unit})


def test_two_sheets_become_the_draft(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    document = mine(evaluation)
    out, err = run(*sheets(tmp_path, document))
    now = load(documents().get(pk=evaluation.pk))
    assert err == ""
    assert now.basic_data == document.basic_data
    assert [row.name for row in now.self_assessment.indicators] == [r.name for r in document.self_assessment.indicators]
    assert "＋ 附件2 B4  附件2 编制数：" in out
    assert out.count("已采用") == 2
    assert set(Edit.objects.values_list("by", flat=True)) == {None}
    assert AuditEvent.objects.filter(action="import_sheets", subject=str(evaluation.pk)).count() == 2


def test_importing_again_changes_nothing(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    files = sheets(tmp_path, mine(evaluation))
    run(*files)
    revision = revision_of(evaluation)
    out, _ = run(*files)
    assert revision_of(evaluation) == revision
    assert "＋" not in out
    assert out.count("已采用，0 处与原有内容不同。") == 2


def test_a_dry_run_only_shows(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    out, _ = run(*sheets(tmp_path, mine(evaluation)), dry_run=True)
    assert "只显示，没有保存。" in out
    assert revision_of(evaluation) == 0
    assert not AuditEvent.objects.exists()


def test_last_years_approved_amounts_stay_and_are_told_before_anything_is_saved(tmp_path: Path) -> None:
    document = builders.document()
    last_year = fill_in(an_evaluation(fiscal_year=a_year(2022)), document)
    freeze(last_year, None, "confirm")
    SelfEvaluation.objects.filter(pk=last_year.pk).update(**in_state(State.APPROVED))
    final = stored(last_year)["basic_data.expenditure.office.final"]
    evaluation = an_evaluation(fiscal_year=a_year(2023))
    fill_in(evaluation, builders.fill(EDITION, builders.empty(EDITION), {OFFICE: final}))
    typed = builders.fill(EDITION, mine(evaluation), {OFFICE: "123"})
    file, _ = sheets(tmp_path, typed)
    for dry_run in (True, False):
        assert "来自上年的自评" in refused(file, dry_run=dry_run)
        assert stored(evaluation)[OFFICE] == final


def test_what_stood_there_before_is_shown(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    document = mine(evaluation)
    run(*sheets(tmp_path, document))
    executed = stored(evaluation)["self_assessment.executed"]
    changed = builders.fill(EDITION, document, {"executed": "1.5"})
    out, _ = run(sheets(tmp_path, changed)[1])
    assert f"附件3 全年执行数：1.5（原为“{executed}”）" in out


def test_another_units_sheet_is_told_and_taken(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    _, err = run(sheets(tmp_path, builders.document())[1])
    assert "请核对 附件3 C3“测试区图书馆”：单位名称与本单位“测试单位U1”不同" in err
    assert revision_of(evaluation) == 1


def test_what_is_not_understood_is_told_and_the_rest_taken(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>经费控制情况（万元）</t></is></c>'
        + "".join(
            f'<c r="{column}1" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in (("B", "2022年决算数"), ("C", "2023年预算数"), ("D", "2023年决算数"))
        )
        + '</row><row r="2"><c r="A2" t="inlineStr"><is><t>公用经费</t></is></c><c r="C2"><v>5</v></c>'
        '<c r="D2" t="inlineStr"><is><t>约7万</t></is></c></row>'
    )
    (tmp_path / "表.xlsx").write_bytes(workbook(rows))
    said = refused(str(tmp_path / "表.xlsx"))
    assert "附件2 D2 未采用：填的是“约7万”，应为数字" in said
    assert "1 个文件中有 1 个没有全部采用。" in said
    assert stored(evaluation)["basic_data.expenditure.operating.budget"] == "5"


def test_a_file_that_is_refused_leaves_the_others_taken(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"MZ")
    said = refused(str(tmp_path / "坏.xlsx"), str(tmp_path / "没有.xlsx"), *sheets(tmp_path, mine(evaluation)))
    assert "坏.xlsx：这不是 Excel 或 Word 文件。" in said
    assert "没有.xlsx：无法读取：没有这个文件。" in said
    assert "4 个文件中有 2 个没有全部采用。" in said
    assert revision_of(evaluation) == 2


def test_a_file_that_is_not_read_because_others_are_is_told(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    with all_taken():
        said = refused(sheets(tmp_path, mine(evaluation))[0])
    assert "attachment2.xlsx：现在读取文件的人较多" in said
    assert revision_of(evaluation) == 0


def test_last_years_sheet_is_refused(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    said = refused(*sheets(tmp_path, mine(evaluation).model_copy(update={"fiscal_year": 2022})))
    assert "这是 2022 年度的，本年度是 2023 年度，没有读取。" in said
    assert stored(evaluation)["self_assessment.executed"] == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "NOBODY"}, "没有代码为“NOBODY”的单位。"),
        ({"year": "2020"}, "单位“U1”没有 2020 年度的自评。"),
        ({"year": "abc"}, "应为四位数字，例如 2023。"),
    ],
)
def test_without_a_draft_nothing_is_taken(
    evaluation: SelfEvaluation, tmp_path: Path, options: dict[str, str], message: str
) -> None:
    assert message in refused(*sheets(tmp_path, mine(evaluation)), **options)


def test_what_is_handed_in_is_refused(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(State.SUBMITTED))
    said = refused(*sheets(tmp_path, mine(evaluation)))
    assert "这份自评现在是“已上报待审核”，不能导入；只能导入填报中或已退回的。" in said
    assert revision_of(evaluation) == 0


def test_the_audit_log_names_the_file_only(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    run(sheets(tmp_path, mine(evaluation))[0])
    detail = json.loads(AuditEvent.objects.get(action="import_sheets").detail)
    assert detail["file"] == "attachment2.xlsx"
