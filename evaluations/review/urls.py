"""The addresses of review; what may stand in them is listed, so that they leave the other steps' addresses alone."""

from django.urls import path, register_converter

from evaluations.review.views.assignment import assignments
from evaluations.review.views.comments import answer, close, comment
from evaluations.review.views.desk import show_desk
from evaluations.review.views.document import show_document
from evaluations.review.views.downloads import FILES, download
from evaluations.review.views.extension import extension
from evaluations.review.views.transitions import pass_through, start
from evaluations.review.workflow import TRANSITIONS


class _OneOf:
    """A part of an address that is one of a few words."""

    regex: str

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class _TransitionName(_OneOf):
    regex = "|".join(TRANSITIONS)


class _FileName(_OneOf):
    regex = "|".join(FILES)


register_converter(_TransitionName, "transition")
register_converter(_FileName, "file")

app_name = "review"
urlpatterns = [
    path("review/", show_desk, name="desk"),
    path("review/assignments/", assignments, name="assignments"),
    path("years/<int:fiscal_year_id>/units/<int:unit_id>/extension/", extension, name="extension"),
    path("evaluations/<int:evaluation_id>/document/", show_document, name="document"),
    path("evaluations/<int:evaluation_id>/start-review/", start, name="start_review"),
    path("evaluations/<int:evaluation_id>/comments/", comment, name="comment"),
    path("evaluations/<int:evaluation_id>/files/<file:which>/", download, name="download"),
    path("evaluations/<int:evaluation_id>/<transition:name>/", pass_through, name="transition"),
    path("comments/<int:comment_id>/answer/", answer, name="answer"),
    path("comments/<int:comment_id>/close/", close, name="close"),
]
