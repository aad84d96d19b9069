"""The shipped editions: there after every migrate, frozen once in use."""

import hashlib

import pytest
from django.apps.registry import Apps
from pytest_django import DjangoAssertNumQueries

from accounts.refusal import Refused
from evaluations.core.edition import EditionError
from evaluations.fiscal_years.loading import load_after_migrate, load_edition, load_shipped_editions
from evaluations.fiscal_years.models import FormEdition
from tests.cast import a_year, an_evaluation

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored() -> FormEdition:
    return FormEdition.objects.get(code="lusong-2023", version=2)


def test_migrating_leaves_the_shipped_editions_parsed_and_whole(stored: FormEdition) -> None:
    assert stored.sha256 == hashlib.sha256(stored.content.encode()).hexdigest()
    assert (stored.edition.code, stored.edition.version) == ("lusong-2023", 2)


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
    again = FormEdition.objects.get(code="lusong-2023", version=2)
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
    year.edition = load_edition(stored.content.replace("version = 2", "version = 3", 1))
    year.save()
    with pytest.raises(Refused, match="更高的版本"):
        load_edition(changed(stored))


def test_a_higher_version_stands_beside_the_frozen_one(stored: FormEdition) -> None:
    a_year(edition=stored)
    assert load_edition(stored.content.replace("version = 2", "version = 3", 1)).pk != stored.pk


def test_what_is_no_edition_is_refused() -> None:
    with pytest.raises(EditionError):
        load_edition("code = 'only'")
