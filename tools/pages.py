"""Every page of the demo, and one who sees it: `python -m tools.pages` prints them as JSON.

They come from the table of reach, so that no page can be forgotten; MORE are states of pages that the table does not tell apart.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

import django
from django.urls import reverse

if __name__ == "__main__":
    django.setup()

from accounts.models import User
from accounts.roles import Role
from evaluations.comments.models import StandardComment
from evaluations.demo.making import LIBRARY
from evaluations.demo.units import DEPARTMENT
from evaluations.filling.steps import STEPS
from evaluations.fiscal_years.models import FiscalYear
from evaluations.own_forms.models import FormDraft
from evaluations.projects.models import Project
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.models import Region, Section, Unit
from tests.house.reach_table import TABLE, Row
from tests.house.visitors import Who

# What scripts fetch: no whole page.
PARTS = frozenset({"accounts:session", "filling:cells", "filling:cell", "filling:preview", "shared_pages:cell_history"})
# Who looks at a page that several may see, first choice first; {unit} is the user name of the unit's preparer.
LOOKING: Mapping[Who, str] = {
    Who.ANONYMOUS: "",
    Who.REVIEWER: "shenhe",
    Who.MANAGER: "jixiao",
    Who.PREPARER: "{unit}",
    Who.HEAD: "{unit}-fuze",
    Who.ADMINISTRATOR: "xitong",
    Who.AUDITOR: "shenji",
    Who.DEPARTMENT_REVIEWER: "wenlv-shenhe",
}
CELL = "basic_data.expenditure.project.final"
MORE: Mapping[str, tuple[str, ...]] = {
    "": ("/no-such-page/",),
    "wenlian": (
        *(f"/evaluations/{{draft}}/{step.code}/" for step in STEPS),
        "/evaluations/{draft}/prior-year/?cell=" + CELL.replace("final", "prior_final"),
        "/no-such-page/",
        "/components/",
    ),
    "yanghu": (
        *(f"/evaluations/{{returned}}/{page}" for page in ("", "basic-data/", "document/", "check/")),
        "/evaluations/{returned}/transitions/submit/",
    ),
    "yanglao": ("/",),
    "tushuguan": ("/evaluations/{unit_check}/transitions/submit/done/",),
    "tushuguan-fuze": (
        *("/", "/evaluations/{unit_check}/", "/evaluations/{unit_check}/document/"),
        "/evaluations/{unit_check}/transitions/confirm/",
    ),
    "shenhe": (
        f"/evaluations/{{handed_in}}/document/?comment={CELL}#comment",
        "/evaluations/{handed_in}/transitions/return/",
        "/review/?name=nobody",
    ),
    "jixiao": (
        *("/administration/people/?name=nobody", "/administration/units/?name=nobody", "/review/"),
        *(f"/administration/assignments/distribute/{way}/" for way in ("evenly", "sections", "hand-over")),
        *(f"/administration/units/{{unit}}/acts/{act}/" for act in ("merge", "split")),
        *("/administration/units/{department}/", "/lists/people/", "/forms/drafts/{faulty_form}/"),
        *("/evaluations/{approved}/document/", "/evaluations/{approved}/transitions/publish/"),
    ),
    "xitong": ("/administration/people/", "/administration/people/add/", "/administration/people/{reviewer}/"),
    "shenji": ("/audit/?since=x&address=x", "/audit/?action=publish"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page's address, and the user name of somebody who sees it ('' for whoever is not signed in)."""

    username: str
    address: str


def pages() -> list[Page]:
    """Every page with the demo's data, which have to be in the database, person by person."""
    keys = demo_keys()
    more = [Page(who, address.format_map(keys)) for who, addresses in MORE.items() for address in addresses]
    return sorted(dict.fromkeys([*_of_the_table(keys), *more]), key=lambda page: page.username)


def shown_rows() -> list[Row]:
    """The rows of the table of reach that somebody gets a whole page from."""
    return [row for row in TABLE if 200 in row.get and row.name not in PARTS]


def looking(row: Row) -> str:
    """The user name, still with its {unit}, of who looks at the row's page."""
    return next(name for who, name in LOOKING.items() if who in row.get[200])


def demo_keys() -> dict[str, int]:
    """What the table and MORE name, with the demo's keys: this year's evaluation in each state …"""
    this_year = {
        each.state: each.pk for each in SelfEvaluation.objects.filter(project=None).order_by("fiscal_year__year")
    }
    reviewer = User.objects.get(username="shenhe")
    preparer, library = User.objects.get(username="wenlian"), Unit.objects.get(code=LIBRARY)
    return {
        **this_year,
        "draft": this_year[State.DRAFTING],
        "handed_in": this_year[State.SUBMITTED],
        "year": FiscalYear.objects.filter(kind="").latest("year").pk,
        "faulty_form": FormDraft.objects.get(content="").pk,
        "form_draft": FormDraft.objects.exclude(content="").get().pk,
        "standard": StandardComment.objects.get(owner=reviewer).pk,
        "unit": library.pk,
        "project": Project.objects.get(number=1).pk,
        "project_year": FiscalYear.objects.exclude(kind="").get().pk,
        "change": library.changes.latest("pk").pk,
        "department": Unit.objects.get(code=DEPARTMENT[0]).pk,
        "section": Section.objects.all()[0].pk,
        "region": Region.objects.get().pk,
        "preparer": preparer.pk,
        "membership": preparer.memberships.get().pk,
        "reviewer": reviewer.pk,
    }


def _of_the_table(keys: Mapping[str, int]) -> Iterator[Page]:
    for row in shown_rows():
        on = {name: keys.get(value, value) for name, value in row.on.items()}
        preparer = _preparer(row, keys)
        yield Page(looking(row).format(unit=preparer), reverse(row.name, kwargs=on) + row.query)


def _preparer(row: Row, keys: Mapping[str, int]) -> str:
    """The user name of the preparer of the unit that the row's address names, itself or by an evaluation."""
    if "evaluation_id" in row.on:
        unit = SelfEvaluation.objects.get(pk=keys[row.on["evaluation_id"]]).unit_id
    elif "unit_id" in row.on:
        unit = keys[row.on["unit_id"]]
    else:
        return "wenlian"
    return User.objects.get(memberships__unit=unit, memberships__role=Role.PREPARER).username


if __name__ == "__main__":
    print(json.dumps([asdict(page) for page in pages()]))
