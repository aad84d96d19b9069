"""A reviewer's reading of one hand-in, beside each of what it can be compared with; all of its figures and chapters differ."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from accounts.services import add_person
from benchmarks.states import columns
from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content.cells import cells, fill
from evaluations.core.form.document import Document
from evaluations.dossier import freezing, store
from evaluations.fiscal_years.services import open_year
from evaluations.hand_ins.figures import comparable
from evaluations.hand_ins.models import KindFigures
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import begin
from evaluations.records.states import ACTS, State
from evaluations.units.models import Unit, UnitKind

_BESIDE = ("", "last-year", "previous", "kind")
_UNITS = 20


def reading(evaluation: SelfEvaluation, preparer: User) -> Iterator[tuple[str, Callable[[], object]]]:
    """(name, work) of the document's page with each comparison."""
    region = evaluation.unit.region
    manager = add_person("benchmark-manager", "乙", Role.MANAGER, "benchmark-only", region=region)
    document = store.load(evaluation)
    Unit.objects.filter(pk=evaluation.unit_id).update(kind=UnitKind.FIRST_CLASS)
    others = [add_person(f"benchmark-{at}", "丙", Role.REVIEWER, None, region=region) for at in range(len(ACTS))]
    people = [preparer, *others]
    _approved_last_year(evaluation, document, people)
    _hand_in(evaluation, document, preparer)
    _hand_in(evaluation, _changed(evaluation, document), preparer)
    _bring(evaluation, State.SUBMITTED, people)
    quartiles = {path: ["1", "2", "3"] for path in comparable(store.edition_of(evaluation), document)}
    year, kind = evaluation.fiscal_year, UnitKind.FIRST_CLASS
    KindFigures.objects.create(fiscal_year=year, kind=kind, count=_UNITS, quartiles=quartiles)

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(manager)
    for beside in _BESIDE:
        address = f"/evaluations/{evaluation.pk}/document/?beside={beside}"
        yield f"document, {beside or 'by itself'}", _shown(browser, address)


def _shown(browser: Client, address: str) -> Callable[[], object]:
    def get() -> None:
        assert browser.get(address).status_code == 200

    return get


def _changed(evaluation: SelfEvaluation, document: Document) -> Document:
    """Other amounts, and a sentence in each text that has changed."""
    edition = store.edition_of(evaluation)
    typed = {
        path: "13.5" if cell.kind == "amount" else cell.text.replace("基本实现", "全部完成") + "另有说明。"
        for path, cell in cells(edition, document).items()
        if cell.kind in ("amount", "long", "chapter") and cell.text
    }
    return fill(edition, document, typed)[0]


def _hand_in(evaluation: SelfEvaluation, document: Document, preparer: User) -> None:
    findings = checks.run(Case(store.edition_of(evaluation), document))
    freezing.freeze_all([freezing.ToFreeze(evaluation, document, findings, actor_of(preparer))], "confirm")


def _bring(evaluation: SelfEvaluation, state: State, people: Sequence[User]) -> None:
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**columns(state, people))


def _approved_last_year(evaluation: SelfEvaluation, document: Document, people: Sequence[User]) -> None:
    now, year = timezone.now(), evaluation.fiscal_year
    edition = evaluation.edition
    opened = open_year(year.region, year.year - 1, edition, opens_at=now, deadline=now + timedelta(days=9), actor=None)
    before = store.documents().get(pk=begin(evaluation.unit, opened, actor_of(people[0])).pk)
    _hand_in(before, document.model_copy(update={"fiscal_year": opened.year}), people[0])
    _bring(before, State.APPROVED, people)
