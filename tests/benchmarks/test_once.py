"""What the benchmarks measure still does its work; how fast is not asked here."""

import pytest

from benchmarks import cases, likeness, reading, sizes

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]


def test_every_hot_path_is_gone_once() -> None:
    prepared = cases.prepared()
    for several in (cases.benchmarks, reading.reading):
        for _, work in several(*prepared):
            work()


def test_every_page_is_shown_at_every_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "FEW", 16)
    monkeypatch.setattr(sizes, "MANY", 32)
    monkeypatch.setattr(sizes, "settle", lambda: None)
    shown = []
    for _, pages in sizes.grown():
        for page in pages.values():
            page()
        shown.append(len(pages))
    assert len(shown) == 3
    assert all(shown)


def test_copies_are_told_from_texts_of_a_units_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "UNITS", 60)
    monkeypatch.setattr(likeness, "TRIALS", 10)
    found = likeness.likeness(cases.prepared()[0])
    assert (found.copies.found, found.others.found, found.set_sentences.found) == (10, 0, 0)
