"""A form with a further table goes the whole way: its files are brought back, its cells commented, compared, frozen and published."""

import pytest
from django.test import Client

from accounts.actors import actor_of
from accounts.models import User
from evaluations.core.content import interchange, rows
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.dossier.store import load
from evaluations.files.export import content
from evaluations.files.formats import formats_of
from evaluations.fiscal_years.loading import load_edition
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core import builders
from tests.core.form.further import LIST, NOTE, OFFICE, SHOP, TABLE, TYPED, text
from tests.factories import a_year
from tests.filling.uploads import confirm, offered, preview_of
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def scenario() -> Scenario:
    return Scenario(
        year=a_year(edition=load_edition(text().replace('code = "lusong-2023"', 'code = "assets-2023"', 1)))
    )


def filled(form: Edition) -> Document:
    document = builders.document().model_copy(update={"edition": form.code})
    grown = rows.add(form, interchange.for_edition(form, document), LIST, 2).document
    houses = {f"{LIST}.{at}.{name}": said for at, row in ((1, OFFICE), (2, SHOP)) for name, said in row.items()}
    return builders.fill(form, grown, TYPED | houses)


def opens(client: Client, person: User, *paths: str) -> None:
    client.force_login(person)
    for path in paths:
        assert client.get(path).status_code == 200, path


def test_it_goes_the_whole_way(scenario: Scenario, client: Client) -> None:
    here = f"/evaluations/{scenario.pk}"
    scenario.fill(filled(scenario.evaluation.edition.edition))
    filled_in = load(scenario.evaluation)
    assert filled_in.further["assets"].fields["net"] == "120"
    scenario.submit()
    opens(client, scenario.head, "/", f"{here}/document/", f"{here}/transitions/confirm/")
    scenario.confirm()
    opens(client, scenario.reviewer, "/review/", f"{here}/document/?comment={NOTE}")
    comment = {"where": NOTE, "text": "请写明批准文号。", "demand": "advice"}
    assert client.post(f"{here}/comments/", comment).status_code in (302, 303)
    perform("return", scenario.pk, actor_of(scenario.reviewer), "请补充资产处置情况。")
    client.force_login(scenario.preparer)
    assert "请写明批准文号。" in client.get(f"{here}/further-assets/").content.decode()
    scenario.submit().confirm()
    for beside in ("", "?beside=previous", "?beside=kind", "?beside=last_year"):
        opens(client, scenario.reviewer, f"{here}/document/{beside}")
    perform("approve", scenario.pk, actor_of(scenario.reviewer))
    perform("publish", scenario.pk, actor_of(scenario.manager), redaction_seen=True)
    opens(client, scenario.manager, f"{here}/document/")
    assert scenario.evaluation.state == State.PUBLISHED
    assert load(scenario.evaluation) == filled_in


@pytest.mark.parametrize("which", ["further-assets", "docx"])
def test_what_was_exported_is_read_back(scenario: Scenario, client: Client, which: str) -> None:
    form = scenario.evaluation.edition.edition
    made = content(filled(form), form, which, author="财政局")
    client.force_login(scenario.preparer)
    ending = "docx" if which == "docx" else "xlsx"
    page = preview_of(client, scenario.evaluation, {f"导入.{ending}": made})
    taken = [path for path in offered(page) if path.startswith(f"{TABLE}.")]
    assert len(taken) == len(TYPED) + len(OFFICE) + len(SHOP)
    assert "附件4 2023年度国有资产情况表" in page.text
    assert confirm(client, scenario.evaluation, page, taken).status_code == 303
    assert load(scenario.evaluation).further == filled(form).further


def test_each_of_its_files_is_made(scenario: Scenario, client: Client) -> None:
    client.force_login(scenario.preparer)
    for which in formats_of(scenario.evaluation.edition.edition):
        assert client.post(f"/evaluations/{scenario.pk}/files/{which}/").status_code == 200
