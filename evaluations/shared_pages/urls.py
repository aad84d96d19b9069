"""The addresses of one evaluation's pages that its unit and the bureau share."""

from django.urls import path

from evaluations.shared_pages.views.comments import answer, close, comment
from evaluations.shared_pages.views.document import show_document
from evaluations.shared_pages.views.downloads import download
from evaluations.shared_pages.views.transitions import start, transition

app_name = "shared_pages"
urlpatterns = [
    path("evaluations/<int:evaluation_id>/document/", show_document, name="document"),
    path("evaluations/<int:evaluation_id>/start-review/", start, name="start_review"),
    path("evaluations/<int:evaluation_id>/comments/", comment, name="comment"),
    path("evaluations/<int:evaluation_id>/files/<slug:which>/", download, name="download"),
    path("evaluations/<int:evaluation_id>/transitions/<slug:name>/", transition, name="transition"),
    path("comments/<int:comment_id>/answer/", answer, name="answer"),
    path("comments/<int:comment_id>/close/", close, name="close"),
]
