"""Which comment a person reaches."""

from django.http import Http404

from accounts.models import User
from evaluations.access.evaluations import evaluation_for_view
from evaluations.comments.models import Comment


def comment_for(user: User, comment_id: int) -> Comment:
    """A comment on an evaluation in this person's reach.

    Raises:
        Http404: there is none.
    """
    comment = Comment.objects.filter(pk=comment_id).first()
    if comment is None:
        raise Http404
    evaluation_for_view(user, comment.evaluation_id)
    return comment
