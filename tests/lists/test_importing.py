"""A list is stored as it was announced, as a whole, or not at all: whatever the file, and whoever stores between."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEvent
from config.settings import DATA_UPLOAD_MAX_MEMORY_SIZE
from evaluations.core.lists.columns import ROWS_LIMIT
from evaluations.core.lists.comparison import PresentList
from evaluations.core.lists.rows import FileRow, FileRows, FoundText
from evaluations.files.reader.limits import LIST
from evaluations.files.uploads import File
from evaluations.lists.importing import Announced, Changed, UploadedList, comparison, import_list
from evaluations.lists.seal import SealedList, seal, unseal
from evaluations.lists.units import UNITS
from evaluations.units.models import Region, Unit
from tests.core.strategies import hostile_texts
from tests.factories import a_region, a_unit
from tests.lists.uploads import stored

pytestmark = pytest.mark.django_db

FILE = File("单位.xlsx", "0" * 64)


def uploaded(*rows: tuple[str, str, str]) -> UploadedList:
    """What is read of a file with these rows."""
    names = ("code", "name", "is_active")
    read = [{name: FoundText(text) for name, text in zip(names, row, strict=True) if text.strip()} for row in rows]
    return UploadedList(FILE, FileRows(names, tuple(FileRow(at, texts) for at, texts in enumerate(read, 2)), (), ()))


def announced(region: Region, file: UploadedList, answers: Mapping[str, str] | None = None) -> Announced:
    """What a person is shown of it now."""
    return Announced(file, answers or {}, comparison(UNITS, region, file.found, answers or {}, None).digest)


cells = st.sampled_from(["", "101001", "10101", "010101", "010102", "101,001", "是", "否", "文化馆"]) | hostile_texts()


@given(st.lists(st.tuples(cells, cells, cells), max_size=5), st.sampled_from([{}, {"code.zeros-1": "yes"}]))
def test_any_file_stores_all_that_it_announced_or_nothing(
    typed: list[tuple[str, str, str]], answers: Mapping[str, str]
) -> None:
    Unit.objects.all().delete()
    region = a_region()
    a_unit("101001", region)
    a_unit("010101", a_region("430204"))
    file = uploaded(("999999", "甲", ""), *typed)
    before, compared = stored(), comparison(UNITS, region, file.found, answers, None)
    told = {row.values["code"]: (row.values["name"], row.values["is_active"] == "是") for row in compared.to_store}
    try:
        import_list(UNITS, region, announced(region, file, answers), None)
    except Changed:
        assert not compared.is_ready
        assert stored() == before
        return
    assert {code: (name, is_active) for code, name, is_active in stored()} == {
        **{code: (name, is_active) for code, name, is_active in before},
        **told,
    }
    assert not comparison(UNITS, region, file.found, answers, None).to_store


def test_what_another_stored_in_between_is_not_overwritten() -> None:
    """A unit with the code of a new one is added after the list was read, before it is stored."""
    region = a_region()

    def overtaken(asked: Region, lock: bool) -> PresentList:  # noqa: FBT001 - as the definition calls it
        present = UNITS.present(asked, lock)
        if lock:
            a_unit("101002", a_region("430204"))
        return present

    late = replace(UNITS, present=overtaken, understand=lambda _, __, ___: ())
    file = uploaded(("101001", "文化馆", "是"), ("101002", "图书馆", "是"))
    with pytest.raises(Changed):
        import_list(late, region, announced(region, file), None)
    assert stored() == []
    assert not AuditEvent.objects.filter(action="import_list").exists()


def test_what_was_not_ready_is_not_stored_even_where_it_was_announced() -> None:
    region = a_region()
    for file in (
        uploaded(("101001", "", "是")),
        uploaded(("010101", "甲", ""), ("010102", "乙", ""), ("10103", "丙", "")),
    ):
        with pytest.raises(Changed):
            import_list(UNITS, region, announced(region, file), None)
    assert stored() == []


@pytest.mark.slow
def test_the_most_that_is_read_fits_into_what_a_form_may_post() -> None:
    characters = [chr(code) for code in range(0x4E00, 0x9FA5)]
    part = LIST.texts // 10
    rows = ROWS_LIMIT // 10
    random = Random(1)  # noqa: S311 - no secret
    texts = ["".join(random.choices(characters, k=part // rows // 3)) for _ in range(rows * 3)]
    read = uploaded(*zip(*[iter(texts)] * 3, strict=True))
    sealed = seal(SealedList("units", 1, 1, Announced(read, {}, "")))
    assert len(sealed) * 10 < DATA_UPLOAD_MAX_MEMORY_SIZE
    assert unseal(sealed, "units", 1, 1).uploaded == read
