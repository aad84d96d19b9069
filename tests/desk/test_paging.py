"""Pages by key."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.desk import listing, paging
from evaluations.desk.asked import Asked
from evaluations.desk.columns import COLUMNS
from evaluations.desk.wanted import Wanted
from evaluations.desk.wanted import wanted as what_is_wanted
from evaluations.hand_ins.models import HandIn
from evaluations.records.states import State
from tests.factories import a_person, a_unit, a_year, an_evaluation, in_state

pytestmark = pytest.mark.slow

_WAYS = [(Wanted(Asked(), is_whole=True), 0), *((Wanted(Asked(name="P"), is_whole=True), few) for few in (0, 7))]
"""All units, and a condition that all meet, where they count as many and as few."""


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

    @given(st.sampled_from(sorted(COLUMNS)), st.booleans(), st.integers(1, 8), st.sampled_from(_WAYS))
    @settings(max_examples=120, deadline=None)
    def test_pages_follow_each_other_without_gap_or_repetition(
        self,
        column: str,
        descending: bool,  # noqa: FBT001
        size: int,
        way: tuple[Wanted, int],
    ) -> None:
        order = paging.Order(COLUMNS[column].rank, descending)
        wanted, few = way
        _, given = what_is_wanted(Asked(), self.year, self.actor)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(listing, "FEW", few)
            listed, order = listing.to_page(wanted, 7, order)
            whole = paging.page(listed, given, order)
            assert len(whole.rows) == 7
            assert (whole.before, whole.after) == ("", "")
            patched.setattr(paging, "PER_PAGE", size)
            page = paging.page(listed, given, order)
            pages = [page.rows]
            while page.after:
                page = paging.page(listed, given, order, after=page.after)
                pages.append(page.rows)
            assert [row for rows in pages for row in rows] == list(whole.rows)
            for expected in reversed(pages[:-1]):
                page = paging.page(listed, given, order, before=page.rows[0].code)
                assert page.rows == expected
            assert not page.before
