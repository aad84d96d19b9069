"""Which of the known names somebody meant who wrote another one."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_LONGEST = 100
"""Characters of a text that are compared."""


def most_like(written: str, known: Iterable[str], alike: float = 0.5) -> str:
    """The one of the `known` names that is most like what was `written`, by a share of `alike` or more; "" if none is."""
    found = process.extractOne(written[:_LONGEST], sorted(known), scorer=fuzz.ratio, score_cutoff=alike * 100)
    return found[0] if found else ""
