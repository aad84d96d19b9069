"""Names in pinyin, and user names made of them."""

import pytest

from accounts.roles import Role
from accounts.usernames import free_usernames
from evaluations.core.text.pinyin import in_pinyin, initials
from tests.factories import a_person


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("周敏", "zhoumin"),
        ("欧阳慧敏", "ouyanghuimin"),
        ("吕女略", "lvnvlve"),
        ("曾单解", "zengshanxie"),
        ("区大力", "oudali"),
        ("尉迟恭", "yuchigong"),
        ("李昕玥", "lixinyue"),
        ("啊座", "azuo"),
        ("阿卜杜·买买提", ""),
        ("李㬢", ""),
        ("Li Lei", ""),
        ("１２", ""),
        ("", ""),
    ],
)
def test_a_name_is_read_where_each_of_its_characters_is_known(name: str, read: str) -> None:
    assert in_pinyin(name) == read


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("青禾区教育局", "qhqjyj"),
        ("长沙市第3小学（东校区）A部", "cssd3xxdxqab"),
        ("㬢光小学", "gxx"),
        ("——", ""),
    ],
)
def test_initials_leave_out_what_is_not_known(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.django_db
def test_a_proposed_user_name_is_one_that_nobody_has() -> None:
    assert free_usernames(["周 敏", "周敏", "李㬢"]) == ["zhoumin", "zhoumin2", ""]
    a_person(Role.AUDITOR, username="zhoumin")
    a_person(Role.AUDITOR, username="zhoumin3")
    assert free_usernames(["周敏"]) == ["zhoumin2"]
    a_person(Role.AUDITOR, username="zhoumin2")
    assert free_usernames(["周敏", "周敏"]) == ["zhoumin4", "zhoumin5"]
