"""What has been changed at the places of comments since these were written."""

from collections.abc import Iterable, Mapping, Sequence

from evaluations.comments.models import Comment
from evaluations.core.form.document import Document
from evaluations.core.text.changes import Difference, Place, differences
from evaluations.dossier.freezing import frozen_by
from evaluations.dossier.store import edition_of
from evaluations.records.models import SelfEvaluation

_HANDED_IN = "confirm"


def changes_at(
    evaluation: SelfEvaluation, comments: Iterable[Comment], document: Document
) -> Mapping[int, Sequence[Difference]]:
    """How `document` differs, at each comment's place, from the hand-in on which it was written, by the comment's key. One query, or none."""
    listed = list(comments)
    then = frozen_by(evaluation, _HANDED_IN) if listed else None
    return {comment.pk: _changes(evaluation, comment, then and then(comment.at), document) for comment in listed}


def _changes(
    evaluation: SelfEvaluation, comment: Comment, before: Document | None, document: Document
) -> Sequence[Difference]:
    if before is None:
        return ()
    first = comment.first_where or comment.where
    return differences(edition_of(evaluation), Place(before, first), Place(document, comment.where))
