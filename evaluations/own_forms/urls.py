"""The URLs of a bureau's own forms."""

from django.urls import path

from evaluations.own_forms.views import changes, drafts, files, guide, listing

app_name = "own_forms"
urlpatterns = [
    path("", listing.forms, name="forms"),
    path("guide/", guide.guide, name="guide"),
    path("blank/<slug:subject>/", guide.blank, name="blank"),
    path("drafts/<int:draft_id>/", drafts.show, name="draft"),
    path("drafts/<int:draft_id>/remove/", drafts.remove, name="remove"),
    path("drafts/<int:draft_id>/trial/", drafts.trial_run, name="trial"),
    path("drafts/<int:draft_id>/acts/<slug:name>/", drafts.act, name="act"),
    path("drafts/<int:draft_id>/change/<slug:code>/", changes.change, name="change"),
    path("drafts/<int:draft_id>/marked/", files.marked_copy, name="marked"),
    path("drafts/<int:draft_id>/sheets/<slug:which>/", files.sheet, name="sheet"),
    path("editions/<int:edition_id>/copy/", changes.copy, name="copy"),
    path("editions/<int:edition_id>/workbook/", files.workbook, name="workbook"),
    path("editions/<int:edition_id>/text/", files.text, name="text"),
    path("editions/<int:edition_id>/offer/<slug:name>/", listing.offer, name="offer"),
]
