"""URLs of steps and of their cells."""

from django.urls import reverse
from django.utils.http import urlencode

from evaluations.core.form.edition import Edition
from evaluations.core.paths import WHOLE
from evaluations.filling.steps import Step, step_of


def step_url(evaluation_id: int, step: Step, path: str = "") -> str:
    """The URL of a step, or of the cell at `path` on it."""
    url = reverse("filling:step", args=[evaluation_id, step.code])
    return f"{url}#{path}" if path else url


def library_url(evaluation_id: int) -> str:
    """The URL of the library of indicators."""
    return reverse("filling:library", args=[evaluation_id])


def cell_url(evaluation_id: int, edition: Edition, path: str) -> str:
    """The URL of the cell at `path`, on the step where it is filled in; of the whole evaluation, that of the document."""
    if path == WHOLE:
        return reverse("shared_pages:document", args=[evaluation_id])
    step = step_of(edition, path)
    return step_url(evaluation_id, step, path) if step else reverse("filling:tasks", args=[evaluation_id])


def checked_cell_url(evaluation_id: int, edition: Edition, path: str) -> str:
    """The URL of the cell at `path` on its step, which leads back to the findings."""
    return leading_back(cell_url(evaluation_id, edition, path), path)


def leading_back(url: str, path: str) -> str:
    """The URL of a step, leading back to the findings about the cell at `path`; unchanged if there is no path."""
    page, mark, cell = url.partition("#")
    return f"{page}?{urlencode({'check': path})}{mark}{cell}" if path else url
