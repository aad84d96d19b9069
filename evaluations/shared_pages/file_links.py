"""The buttons with which people download an evaluation's files."""

from collections.abc import Sequence

from django.urls import reverse

from evaluations.core.form.edition import Edition
from evaluations.files.formats import formats_of


def file_links(evaluation_id: int, edition: Edition) -> Sequence[tuple[str, str]]:
    """(URL, label) of each file, for components/downloads.html."""
    return [
        (reverse("shared_pages:download", args=(evaluation_id, code)), each.label(edition))
        for code, each in formats_of(edition).items()
    ]


def short_file_links(evaluation_id: int, edition: Edition) -> Sequence[tuple[str, str]]:
    """The same for a line of a list: in as few words as possible, and without the files that only programs read."""
    return [
        (reverse("shared_pages:download", args=(evaluation_id, code)), each.short or each.label(edition))
        for code, each in formats_of(edition).items()
        if each.group != "json"
    ]
