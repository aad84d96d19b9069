"""The demo is made on an empty database only, and the same each time."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import User
from evaluations.core.form.document import Document
from evaluations.dossier.store import documents, load
from evaluations.fiscal_years.models import FormEdition
from evaluations.units.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def demo(**options: bool) -> str:
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def test_a_database_that_is_not_empty_is_left_alone() -> None:
    Region.objects.create(code="R", name="某区", bureau_name="某区财政局")
    with pytest.raises(CommandError, match="已经有数据"):
        demo()
    assert not User.objects.exists()


def test_no_sign_ins_are_listed_where_the_demo_is_not() -> None:
    assert demo(signins=True) == ""


def contents() -> list[Document]:
    """What the demo fills in; the shipped edition stays as it was."""
    shipped = FormEdition.objects.get(code="lusong-2023").sha256
    with transaction.atomic():
        demo()
        assert FormEdition.objects.get(code="lusong-2023").sha256 == shipped
        made = [
            load(evaluation)
            for evaluation in documents().order_by("fiscal_year__year", "unit__code", "project__number")
        ]
        transaction.set_rollback(True)
    return made


def test_it_is_the_same_each_time_and_the_shipped_edition_stays_as_it_was() -> None:
    assert contents() == contents()
