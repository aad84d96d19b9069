"""The addresses of steps and of their cells."""

from django.urls import reverse

from evaluations.filling.steps import Step, step_of


def step_url(evaluation_id: int, step: Step, path: str = "") -> str:
    """The address of a step; with a path that of a cell on it."""
    url = reverse("filling:step", args=[evaluation_id, step.code])
    return f"{url}#{path}" if path else url


def library_url(evaluation_id: int) -> str:
    """The address of the library of indicators."""
    return reverse("filling:library", args=[evaluation_id])


def cell_url(evaluation_id: int, path: str) -> str:
    """The address of the cell at `path`, on the step where it is filled in."""
    step = step_of(path)
    return step_url(evaluation_id, step, path) if step else reverse("filling:tasks", args=[evaluation_id])
