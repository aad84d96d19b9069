"""The URLs of the pages that units and bureaus share."""

from django.urls import path

from evaluations.shared_pages.views.alike import show_alike
from evaluations.shared_pages.views.cell_history import cell_history
from evaluations.shared_pages.views.comments import answer, comment, settle
from evaluations.shared_pages.views.definitions import show_definitions
from evaluations.shared_pages.views.document import show_document
from evaluations.shared_pages.views.downloads import download
from evaluations.shared_pages.views.standard_comments import (
    delete_standard_comment,
    standard_comment,
    standard_comments,
)
from evaluations.shared_pages.views.transitions import done, start, transition

app_name = "shared_pages"
urlpatterns = [
    path("definitions/", show_definitions, name="definitions"),
    path("evaluations/<int:evaluation_id>/alike/", show_alike, name="alike"),
    path("evaluations/<int:evaluation_id>/document/", show_document, name="document"),
    path("evaluations/<int:evaluation_id>/document/cell/", cell_history, name="cell_history"),
    path("evaluations/<int:evaluation_id>/start-review/", start, name="start_review"),
    path("evaluations/<int:evaluation_id>/comments/", comment, name="comment"),
    path("evaluations/<int:evaluation_id>/files/<slug:which>/", download, name="download"),
    path("evaluations/<int:evaluation_id>/transitions/<slug:name>/", transition, name="transition"),
    path("evaluations/<int:evaluation_id>/transitions/<slug:name>/done/", done, name="done"),
    path("standard-comments/", standard_comments, name="standard_comments"),
    path("standard-comments/<int:standard_id>/", standard_comment, name="standard_comment"),
    path("standard-comments/<int:standard_id>/delete/", delete_standard_comment, name="delete_standard_comment"),
    path("comments/<int:comment_id>/answer/", answer, name="answer"),
    path("comments/<int:comment_id>/settle/", settle, name="settle"),
]
