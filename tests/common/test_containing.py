"""Searching for parts of names, on both databases."""

import pytest
from django.db import connection

from accounts.models import User
from accounts.people import called
from evaluations.common.containing import MayContain
from evaluations.desk.models import Standing
from evaluations.units.models import Unit
from tests.factories import a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> None:
    for username, name in (("zhoumin", "周敏"), ("li.ning-2", "李宁"), ("admin", "O'Neil 50%_\\")):
        User.objects.create(username=username, name=name)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("周敏", {"zhoumin"}),
        ("敏", {"zhoumin"}),
        ("ZhouM", {"zhoumin"}),
        ("n", {"zhoumin", "li.ning-2", "admin"}),
        (".ning-", {"li.ning-2"}),
        ("0%_\\", {"admin"}),
        ("o'neil 5", {"admin"}),
        ("敏周", set()),
        ("敏 zh", set()),
    ],
)
def test_people_are_found_by_any_part_of_their_name_or_user_name(text: str, found: set[str]) -> None:
    assert set(User.objects.filter(called(text)).values_list("username", flat=True)) == found


def test_no_unit_that_contains_the_text_is_left_out() -> None:
    unit = a_unit("U1")  # 测试单位U1
    for text in ("测试", "位u", "试单位", "u1", "单", ""):
        assert Unit.objects.filter(MayContain(text, "code", "name")).get() == unit


@pytest.mark.parametrize(
    ("model", "columns"),
    [(User, ("name", "username")), (Unit, ("code", "name")), (Standing, ("code", "name", "initials"))],
)
def test_postgresql_looks_in_the_index(model: type[User | Unit | Standing], columns: tuple[str, ...]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite reads the whole table")
    with connection.cursor() as cursor:
        # Few rows invite to read them all, by the table or by another index; the index of pairs is read by a bitmap.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert "_name_pairs" in model._default_manager.filter(MayContain("周敏", *columns)).explain()
