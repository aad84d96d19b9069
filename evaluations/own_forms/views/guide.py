"""How a form is made: the guide, and the blank workbook that a new one is begun with."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audit import record
from accounts.roles import Role
from accounts.sending import post_only
from evaluations.access.people import bureau_person
from evaluations.common.costly import Cost, costs
from evaluations.common.downloads import saved_as
from evaluations.core.form.edition import Edition
from evaluations.files.edition_workbooks import to_blank_workbook
from evaluations.files.formats import XLSX
from evaluations.fiscal_years.models import SUBJECTS, FormEdition
from evaluations.own_forms.guide import pictures

_USUAL = {"unit": "lusong-2023", "project": "project-2022"}
"""The codes of shipped forms."""


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The guide, with pictures of a shipped form's workbook."""
    bureau_person(request, Role.MANAGER)
    return render(request, "own_forms/guide.html", {"pictures": pictures(_shipped("project")), "subjects": SUBJECTS})


@costs(Cost.FILE)
@post_only
def blank(request: HttpRequest, subject: str) -> HttpResponse:
    """A workbook for a new form of this subject; logged."""
    actor = bureau_person(request, Role.MANAGER)
    called = {str(code): name for code, name in SUBJECTS.items()}
    if subject not in called:
        raise Http404
    name = f"空白表样_{called[subject]}.xlsx"
    made = to_blank_workbook(_shipped(subject), name=name.removesuffix(".xlsx"))
    record("export_form", actor, detail={"file": name})
    return saved_as(made, name, XLSX)


def _shipped(subject: str) -> Edition:
    """The shipped form from which blank workbooks of this subject take what all forms need alike."""
    return FormEdition.objects.filter(region=None, code=_USUAL[subject]).latest("version").edition
