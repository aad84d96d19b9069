"""The indicator of the library that a button names."""

from evaluations.contents.store import used_earlier
from evaluations.core.content import library
from evaluations.core.content.library import OfferedIndicator
from evaluations.core.form.edition import Edition
from evaluations.filling.saving.posted import Outdated, Posted
from evaluations.records.models import SelfEvaluation

INDICATORS = "self_assessment.indicators"


def used_entry(evaluation: SelfEvaluation, edition: Edition, posted: Posted) -> OfferedIndicator | None:
    """The entry that the button names by its key; None for any other button. One query.

    Raises:
        Outdated: the library has no such entry in this category.
    """
    if posted.action != "use":
        return None
    listed = library.entries(edition, used_earlier(evaluation)).get(posted.target.removeprefix(f"{INDICATORS}."), ())
    found = next((entry for entry in listed if entry.key == posted.detail), None)
    if found is None:
        raise Outdated
    return found
