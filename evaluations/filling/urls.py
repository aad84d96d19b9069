"""The URLs of the preparer's pages."""

from django.urls import path, register_converter

from evaluations.core.form.document import FURTHER
from evaluations.filling.steps import CHECK, STEPS, Step
from evaluations.filling.views.autosave import cells
from evaluations.filling.views.cell import cell
from evaluations.filling.views.check import check
from evaluations.filling.views.from_projects import from_projects
from evaluations.filling.views.home import begin_own_year, begin_year
from evaluations.filling.views.library import library
from evaluations.filling.views.new_edition import new_edition
from evaluations.filling.views.preview import chapter_preview
from evaluations.filling.views.prior_year import prior_year
from evaluations.filling.views.projects import new_project, project, projects, remove
from evaluations.filling.views.step import show_step
from evaluations.filling.views.tasks import tasks
from evaluations.filling.views.upload import upload


class StepConverter:
    """The code of a step that some form may have; which steps there are, the form of the evaluation says."""

    regex = "|".join((*(step.code for step in STEPS), f"{FURTHER}-[a-z][a-z0-9_]*"))

    def to_python(self, value: str) -> str:
        """The code as it is."""
        return value

    def to_url(self, value: str | Step) -> str:
        """The code of a step."""
        return value.code if isinstance(value, Step) else value


register_converter(StepConverter, "step")

app_name = "filling"
urlpatterns = [
    path("years/<int:fiscal_year_id>/units/<int:unit_id>/begin/", begin_year, name="begin"),
    path(
        "years/<int:fiscal_year_id>/units/<int:unit_id>/projects/<int:project_id>/begin/",
        begin_year,
        name="begin_project",
    ),
    path("units/<int:unit_id>/projects/", projects, name="projects"),
    path("units/<int:unit_id>/projects/new/", new_project, name="new_project"),
    path("projects/<int:project_id>/", project, name="project"),
    path("projects/<int:project_id>/remove/", remove, name="remove_project"),
    path("years/begin/", begin_own_year, name="begin_own_year"),
    path("evaluations/<int:evaluation_id>/", tasks, name="tasks"),
    path(f"evaluations/<int:evaluation_id>/{CHECK.code}/", check, name="check"),
    path("evaluations/<int:evaluation_id>/prior-year/", prior_year, name="prior_year"),
    path("evaluations/<int:evaluation_id>/from-projects/", from_projects, name="from_projects"),
    path("evaluations/<int:evaluation_id>/new-edition/", new_edition, name="new_edition"),
    path("evaluations/<int:evaluation_id>/upload/", upload, name="upload"),
    path("evaluations/<int:evaluation_id>/indicators/library/", library, name="library"),
    path("evaluations/<int:evaluation_id>/report/preview/<int:number>/", chapter_preview, name="preview"),
    path("evaluations/<int:evaluation_id>/<step:step>/", show_step, name="step"),
    path("evaluations/<int:evaluation_id>/<step:step>/cells/", cells, name="cells"),
    path("evaluations/<int:evaluation_id>/<step:step>/cell/", cell, name="cell"),
]
