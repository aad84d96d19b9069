"""Pages by key."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.desk import paging
from evaluations.desk.columns import COLUMNS
from evaluations.desk.listing import in_year
from evaluations.hand_ins.models import HandIn
from evaluations.records.states import State
from tests.factories import a_person, a_unit, a_year, an_evaluation, in_state

pytestmark = pytest.mark.slow

_NARROWED = [(Q(place__gte=0), 0), (Q(place__gte=0), 7)]
"""Conditions that all units meet, where they count as many and as few."""


class Paging(TestCase):
    """Every order of every list is walked whole, forwards and back."""

    def setUp(self) -> None:
        """Seven units; three have handed in."""
        self.year, self.actor = a_year(), actor_of(a_person(Role.MANAGER))
        for at in range(7):
            unit = a_unit(f"P{at}")
            if at % 2:
                state = State.SUBMITTED if at > 1 else State.RETURNED
                since = timezone.now() - timedelta(days=at % 3)
                evaluation = an_evaluation(unit, self.year, **in_state(state, unit), state_since=since)
                HandIn.objects.create(
                    evaluation=evaluation,
                    fiscal_year=self.year,
                    score=at % 3 or None,
                    grade="优",
                    explained=at,
                    swings=0,
                    alike=0,
                    figures={},
                )

    @given(st.sampled_from(sorted(COLUMNS)), st.booleans(), st.integers(1, 8), st.sampled_from([(Q(), 0), *_NARROWED]))
    @settings(max_examples=120, deadline=None)
    def test_pages_follow_each_other_without_gap_or_repetition(
        self,
        column: str,
        descending: bool,  # noqa: FBT001
        size: int,
        way: tuple[Q, int],
    ) -> None:
        order = paging.Order(COLUMNS[column].rank, descending)
        rows, (wanted, few) = in_year(self.year), way
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(paging, "FEW", few)
            listed, order = paging.to_page(rows, wanted, 7, order)
            whole = paging.page(listed, order)
            assert len(whole.rows) == 7
            assert (whole.before, whole.after) == ("", "")
            patched.setattr(paging, "PER_PAGE", size)
            page = paging.page(listed, order)
            pages = [page.rows]
            while page.after:
                page = paging.page(listed, order, after=page.after)
                pages.append(page.rows)
            assert [row for rows in pages for row in rows] == list(whole.rows)
            for expected in reversed(pages[:-1]):
                page = paging.page(listed, order, before=page.rows[0].code)
                assert page.rows == expected
            assert not page.before
