"""Word reports of the kinds that people reported, as the command and the page take them."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from evaluations.core.layouts.report import report
from evaluations.dossier.store import documents, load
from evaluations.files import docx
from evaluations.records.models import SelfEvaluation
from tests.core.sheets import attachment2, attachment3
from tests.files.handmade_packages import word
from tests.filling.forms import EDITION
from tests.filling.upload.test_import_sheets import mine, refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def saved(evaluation: SelfEvaluation) -> dict[str, str]:
    return dict(load(documents().get(pk=evaluation.pk)).report.chapters)


def without_title(evaluation: SelfEvaluation, title: str, other: str) -> bytes:
    """The report of the evaluation's unit in which a chapter's title says something else."""
    document = mine(evaluation)
    grids = [layout(EDITION, document) for layout in (attachment2, attachment3)]
    whole = report(EDITION, document)
    titles = [section.title for section in whole.sections]
    object.__setattr__(whole.sections[titles.index(title)], "title", other)
    return docx.hand_in(whole, grids, title="自评", author="财政局")


@pytest.mark.parametrize("name", ["heads-arabic", "one-head", "soft-breaks", "auto-numbers", "tracked"])
def test_each_public_report_is_taken_over_whole(evaluation: SelfEvaluation, public_cases: Path, name: str) -> None:
    out, _ = run(str(public_cases / f"{name}.docx"))
    chapters = saved(evaluation)
    assert sorted(chapters) == [str(number) for number in range(1, 10)]
    assert chapters["2"].startswith("（一）基本支出情况\n")
    assert chapters["8"] == "早晚餐改为预订，并由三个中心厨房统一配送。"
    assert "已采用" in out


def test_the_command_takes_no_chapter_over_that_may_hold_another(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    file = tmp_path / "报告.docx"
    file.write_bytes(without_title(evaluation, EDITION.report.chapters[7].title, "打算"))
    said = refused(str(file))
    assert "第八章的文字可能混在这里" in said
    assert not saved(evaluation).get("7")
    assert saved(evaluation)["6"]


def test_the_page_offers_such_a_chapter_and_ticks_it_not(
    client: Client, preparer: User, evaluation: SelfEvaluation
) -> None:
    content = without_title(evaluation, EDITION.report.chapters[7].title, "打算")
    client.force_login(preparer)
    page = client.post(
        reverse("filling:upload", args=(evaluation.pk,)), {"files": SimpleUploadedFile("报告.docx", content)}
    ).text
    boxes = {box.split('"')[0]: " checked" in box.split(">")[0] for box in page.split('name="take" value="')[1:]}
    assert boxes["report.chapters.7"] is False
    assert boxes["report.chapters.6"] is True
    assert "第八章的文字可能混在这里，没有自动勾选，请核对后勾选。" in page
    assert "没有找到 1 章的标题：“八、下一步改进措施”" in page


def test_a_report_of_something_else_changes_nothing(evaluation: SelfEvaluation, tmp_path: Path) -> None:
    file = tmp_path / "通知.docx"
    file.write_bytes(word("<w:p><w:r><w:t>关于召开会议的通知</w:t></w:r></w:p>"))
    assert "没有找到任何一章的标题" in refused(str(file))
    file.write_bytes(word("<w:p/>"))
    assert "没有" in refused(str(file))
