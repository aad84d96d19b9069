"""Frozen versions and their chain."""

import hashlib

import pytest
from django.db import connection

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.services import first_broken_version, freeze
from tests.factories import a_person, a_unit, an_evaluation

pytestmark = pytest.mark.django_db


def three_versions() -> tuple[SelfEvaluation, list[Version]]:
    evaluation = an_evaluation()
    head = a_person(Role.UNIT_HEAD)
    return evaluation, [freeze(evaluation, f'{{"稿": {n}}}', actor_of(head), "confirm") for n in range(3)]


def test_each_version_holds_its_document_its_hash_and_the_hash_before() -> None:
    _, versions = three_versions()
    assert [v.number for v in versions] == [1, 2, 3]
    assert [v.sha256 for v in versions] == [hashlib.sha256(v.document.encode()).hexdigest() for v in versions]
    assert [v.previous_sha256 for v in versions] == ["", versions[0].sha256, versions[1].sha256]


def test_every_evaluation_counts_its_own_versions() -> None:
    three_versions()
    assert freeze(an_evaluation(a_unit("U2")), "{}", None, "import").number == 1


def test_untouched_versions_are_whole() -> None:
    evaluation, _ = three_versions()
    assert first_broken_version(evaluation) is None


def without_triggers(sql: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER records_version_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE records_version DISABLE TRIGGER USER")
        cursor.execute(sql)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE records_version SET document = '{}' WHERE number = 2",
        "UPDATE records_version SET findings = '[]' WHERE number = 2",
        "UPDATE records_version SET previous_sha256 = '' WHERE number = 2",
        "DELETE FROM records_version WHERE number = 2",
    ],
)
def test_tampering_is_found_at_its_version(tampering: str) -> None:
    evaluation, _ = three_versions()
    without_triggers(tampering)
    assert first_broken_version(evaluation) == 2
