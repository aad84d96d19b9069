"""A bureau uploads its form, mends what is wrong, looks at it, and a second manager publishes it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent, User
from evaluations.core.content import interchange
from evaluations.dossier import store
from evaluations.fiscal_years.models import FormEdition
from evaluations.fiscal_years.self_use import editions_to_choose
from evaluations.own_forms.models import FormDraft
from evaluations.own_forms.uploading import sealed
from evaluations.records.models import Version
from tests.core.builders import document
from tests.factories import a_region, a_year, an_evaluation
from tests.own_forms.forms import NEW, Changes, a_manager, a_workbook, higher

pytestmark = pytest.mark.django_db

FORMS = "/forms/"


def upload(client: Client, content: bytes, name: str = "表样.xlsx") -> str:
    answer = client.post(FORMS, {"file": SimpleUploadedFile(name, content)}, follow=True)
    return answer.text


def the_draft() -> str:
    return f"/forms/drafts/{FormDraft.objects.latest('pk').pk}/"


def act(client: Client, name: str) -> str:
    return client.post(f"{the_draft()}acts/{name}/", follow=True).text


def test_a_form_is_uploaded_proposed_and_published_by_a_second_manager(
    client: Client, manager: User, second: Client
) -> None:
    assert "提交给另一位管理员发布" in upload(client, a_workbook())
    assert "已提交，请另一位绩效管理员核对后发布" in act(client, "propose")
    assert "核对无误，发布" not in client.get(the_draft()).text
    assert "核对无误，发布" in second.get(the_draft()).text
    assert "已发布，设定年度时可以选用" in act(second, "publish")
    edition = FormEdition.objects.get(code="qinghe-2024")
    assert edition.region == a_region()
    assert "qinghe-2024" in [each.code for each in editions_to_choose(a_region())]
    assert f'value="{edition.pk}"' in client.get("/administration/years/new/").text
    actions = AuditEvent.objects.filter(action__endswith="_form").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["upload_form", "propose_form", "publish_form"]


def test_who_proposed_a_form_does_not_publish_it(client: Client, manager: User) -> None:
    upload(client, a_workbook())
    act(client, "propose")
    assert "提交的人不能自己发布" in act(client, "publish")
    assert not FormEdition.objects.filter(code="qinghe-2024").exists()


def test_a_form_is_published_only_when_it_was_proposed(client: Client, manager: User, second: Client) -> None:
    upload(client, a_workbook())
    assert "还没有提交，不能发布" in act(second, "publish")
    act(client, "propose")
    assert "已收回" in act(second, "take-back")
    assert "还没有提交，不能发布" in act(second, "publish")


def test_a_bureaus_form_is_not_offered_elsewhere(client: Client, manager: User, second: Client) -> None:
    upload(client, a_workbook())
    act(client, "propose")
    act(second, "publish")
    elsewhere = a_region("elsewhere")
    assert "qinghe-2024" not in [each.code for each in editions_to_choose(elsewhere)]
    stranger = Client()
    stranger.force_login(a_manager(elsewhere))
    edition = FormEdition.objects.get(code="qinghe-2024")
    assert stranger.post(f"/forms/editions/{edition.pk}/workbook/").status_code == 404
    below = a_region("below")
    below.parent = a_region()
    below.save()
    assert "qinghe-2024" in [each.code for each in editions_to_choose(below)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({("表样", "B4"): "第一版"}, ("表样", "B4", "第一版", "不是整数")),
        ({("表样", "B3"): "青禾"}, ("表样", "B3", "青禾", "小写")),
    ],
)
def test_what_is_wrong_is_told_by_sheet_and_cell_and_marked_in_a_copy(
    client: Client, manager: User, changes: Changes, told: tuple[str, ...]
) -> None:
    page = upload(client, a_workbook({**NEW, **changes}))
    assert "现在还不是表样" in page
    for words in told:
        assert words in page
    assert "这份工作簿还有错误，不能提交" in act(client, "propose")
    copy = client.post(f"{the_draft()}marked/")
    sheet, cell, *_ = told
    marked = load_workbook(BytesIO(copy.content))[sheet][cell]
    assert marked.comment
    assert told[3] in marked.comment.text


@pytest.mark.parametrize(
    ("name", "content"),
    [("表样.xlsx", b"PK\x03\x04"), ("表样.xls", b"\xd0\xcf"), ("表样.txt", b"a"), ("表样.toml", b"a = 1")],
)
def test_what_is_no_form_is_refused_with_the_reason(client: Client, manager: User, name: str, content: bytes) -> None:
    page = upload(client, content, name)
    assert f"“{name}”没有上传" in page
    assert not FormDraft.objects.exists()


def test_a_form_comes_from_another_bureau_with_its_hash(client: Client, manager: User) -> None:
    shipped = FormEdition.objects.get(code="hunan-2018").content.replace('"hunan-2018"', '"xiangnan-2018"')
    assert "提交给另一位管理员发布" in upload(client, sealed(shipped).encode(), "表样.toml")
    changed = sealed(shipped).replace("财政供养人员情况", "供养人员情况").encode()
    assert "文件的内容和校验值不符" in upload(client, changed, "表样.toml")


def test_a_forms_text_is_exported_with_its_hash(client: Client, manager: User) -> None:
    edition = FormEdition.objects.get(code="hunan-2018")
    text = client.post(f"/forms/editions/{edition.pk}/text/").content.decode()
    assert text == sealed(edition.content)


def test_a_workbook_that_is_downloaded_can_be_uploaded(client: Client, manager: User) -> None:
    edition = FormEdition.objects.get(code="hunan-2018")
    content = client.post(f"/forms/editions/{edition.pk}/workbook/").content
    assert "提交给另一位管理员发布" in upload(client, content)
    assert "代码“hunan-2018”是系统自带的表样" in act(client, "propose")


def test_a_version_is_higher_than_those_before(client: Client, manager: User, second: Client) -> None:
    upload(client, a_workbook())
    act(client, "propose")
    act(second, "publish")
    upload(client, a_workbook())
    assert "已有第 1 版，这份写的是第 1 版：版本应更高" in act(client, "propose")
    upload(client, a_workbook({**NEW, ("表样", "B4"): 2, ("表样", "B5"): "新的名称"}))
    page = client.get(the_draft()).text
    assert "对照 qinghe-2024 第 1 版，共 2 处" in page
    assert "新的名称" in page


def test_a_withdrawn_form_is_not_offered_until_it_is_again(client: Client, manager: User, second: Client) -> None:
    upload(client, a_workbook())
    act(client, "propose")
    act(second, "publish")
    edition = FormEdition.objects.get(code="qinghe-2024")
    for name, is_offered in (("withdraw", False), ("again", True)):
        client.post(f"/forms/editions/{edition.pk}/offer/{name}/")
        assert ("qinghe-2024" in [each.code for each in editions_to_choose(a_region())]) is is_offered
    shipped = FormEdition.objects.get(code="hunan-2018")
    page = client.post(f"/forms/editions/{shipped.pk}/offer/withdraw/", follow=True).text
    assert "系统自带的表样不能停用" in page


def test_a_form_is_looked_at_blank_and_with_its_samples(client: Client, manager: User) -> None:
    upload(client, a_workbook())
    assert "三公经费的合计不对" in client.get(the_draft()).text
    assert 'value="2.5"' in client.get(f"{the_draft()}?sample=0").text
    assert 'value="2.5"' not in client.get(f"{the_draft()}?sample=99").text
    sheet = client.post(f"{the_draft()}sheets/attachment2/", {"sample": "0"})
    [made] = load_workbook(BytesIO(sheet.content)).worksheets
    texts = [cell.value for row in made.iter_rows() for cell in row]
    assert 2.5 in texts
    assert client.post(f"{the_draft()}sheets/attachment3/").status_code == 404


def test_the_tables_are_taken_as_pictures(client: Client, manager: User) -> None:
    upload(client, a_workbook())
    answer = client.post(f"{the_draft()}sheets/pictures/", {"sample": "0"})
    pages = ZipFile(BytesIO(answer.content))
    assert pages.namelist() == ["1.png"]
    assert pages.read("1.png").startswith(b"\x89PNG")


def test_scoring_is_tried_by_typing(client: Client, manager: User) -> None:
    upload(client, a_workbook(code="lusong-2023"))
    typed = {"adjusted_budget": "100", "executed": "85", "category": "output.quantity", "target": "≥5场", "actual": "4场", "weight": "10"}  # fmt: skip
    page = client.get(the_draft(), typed).text
    assert "完成指标值的 80%" in page
    assert "执行率 85%" in page
    assert "填的是“很多”" in client.get(the_draft(), {"executed": "很多"}).text


def test_a_trial_run_counts_by_check_what_was_handed_in(client: Client, manager: User) -> None:
    assert "没有可以试的自评" in client.get(_trial(client)).text
    evaluation = an_evaluation(fiscal_year=a_year(edition=FormEdition.objects.get(code="lusong-2023")))
    frozen = store.load(store.documents().get(pk=evaluation.pk))
    Version.objects.create(
        evaluation=evaluation, number=1, document=interchange.dump(frozen), created_at=evaluation.state_since
    )
    page = client.get(f"{the_draft()}trial/").text
    assert "上报的 1 份自评试过" in page
    assert evaluation.subject_name in page


def test_a_trial_run_tells_what_those_who_are_filling_in_would_lose(client: Client, manager: User) -> None:
    lusong = FormEdition.objects.filter(code="lusong-2023").latest("version")
    evaluation = store.documents().get(pk=an_evaluation(fiscal_year=a_year(edition=lusong)).pk)
    stored = store.load(evaluation)
    changed = document().model_copy(update={"unit": stored.unit, "project": stored.project})
    store.save(evaluation, stored, changed, revision=0, actor=None)
    upload(client, sealed(higher(lusong.edition)).encode(), "表样.toml")
    page = client.get(f"{the_draft()}trial/").text
    assert "还有 1 份自评正用这份表样较低的版本填报" in page
    assert 'aria-label="正在填报的自评里没有地方放的内容"' in page
    assert evaluation.subject_name in page


def _trial(client: Client) -> str:
    upload(client, a_workbook())
    return f"{the_draft()}trial/"


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_takes_as_many_queries_for_many_drafts(
    client: Client, manager: User, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    upload(client, a_workbook())
    first = FormDraft.objects.get()
    for _ in range(number - 1):
        first.pk = None
        first.save(force_insert=True)
    client.get(FORMS)
    with django_assert_max_num_queries(9):
        client.get(FORMS)


def test_a_draft_is_removed_when_the_manager_says_so_twice(client: Client, manager: User) -> None:
    upload(client, a_workbook())
    address = f"{the_draft()}remove/"
    assert "不能恢复" in client.get(address).text
    assert FormDraft.objects.exists()
    assert "已删除“表样.xlsx”" in client.post(address, follow=True).text
    assert not FormDraft.objects.exists()


def test_a_published_draft_stays(client: Client, manager: User, second: Client) -> None:
    upload(client, a_workbook())
    act(client, "propose")
    act(second, "publish")
    assert "已经发布，不能再改" in client.post(f"{the_draft()}remove/", follow=True).text
    assert FormDraft.objects.exists()
