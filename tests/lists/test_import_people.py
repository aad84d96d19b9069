"""The command that imports people: the operator brings the bureau's people too."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, Membership, User
from evaluations.lists.people_columns import OF_ALL
from tests.factories import a_region, a_unit
from tests.lists.people_files import people_file, row

pytestmark = pytest.mark.django_db

ROWS = (row("zhoumin"), row("shen", "沈审", "审核员", ""), row("jing", "景经理", "财政局绩效管理员", ""))


def imported(tmp_path: Path, *rows: dict[str, str], **options: object) -> str:
    """What the command prints; a CommandError with everything that it says where it fails."""
    (tmp_path / "人员.xlsx").write_bytes(people_file(*rows, shape=OF_ALL))
    out, err = StringIO(), StringIO()
    try:
        call_command("import_people", str(tmp_path / "人员.xlsx"), region="430203", stdout=out, stderr=err, **options)
    except CommandError as refusal:
        raise CommandError(err.getvalue() + str(refusal)) from refusal
    return out.getvalue()


@pytest.mark.slow
def test_people_of_units_and_of_the_bureau_are_stored(tmp_path: Path) -> None:
    a_unit("U1")
    assert "只显示，没有保存" in imported(tmp_path, *ROWS, dry_run=True)
    assert not User.objects.exists()
    told = imported(tmp_path, *ROWS)
    assert "＋ 第 3 行 shen 沈审 审核员" in told
    assert "新增 3 行，修改 0 行，不变 0 行；已导入" in told
    assert set(Membership.objects.values_list("role", "region__code")) == {
        ("preparer", None), ("reviewer", "430203"), ("manager", "430203"),
    }  # fmt: skip
    assert AuditEvent.objects.filter(action="add_person", actor=None).count() == 3
    assert "不变 3 行；没有要导入的内容" in imported(tmp_path, *ROWS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (row("shen", "沈审", "审核员", "U1"), "第 2 行 单位代码“U1”：审核员不在单位任职，这一格请留空"),
        (row("root", "管理", "系统管理员", ""), "系统管理员不在清单里添加"),
    ],
)
def test_what_can_not_be_is_refused_by_row(tmp_path: Path, refused: dict[str, str], words: str) -> None:
    a_region()
    a_unit("U1")
    with pytest.raises(CommandError, match=words):
        imported(tmp_path, refused)
    assert not User.objects.exists()
