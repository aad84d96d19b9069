"""Runs the checks on an evaluation, with what they need from outside it, and pairs their findings with the unit's explanations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from evaluations.common.kept_query import Given, Kept, the_text
from evaluations.core import checks
from evaluations.core.checks import n_19
from evaluations.core.checks.case import Case, Peer
from evaluations.core.content.cells import Cell, all_cells
from evaluations.core.findings.finding import Finding, Severity
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.kept import Recent, once_a_document
from evaluations.core.guidance.begun import Begun
from evaluations.dossier.freezing import frozen_findings, parsed
from evaluations.dossier.store import documents, edition_of, load
from evaluations.narrative import store as narrative
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.states import EDITABLE, State


@dataclass(frozen=True, eq=False)
class Judgement:
    """The findings on a document, in the order of the check codes, its explanations, and last year's document; known by its identity.

    `asked`: somebody has tried to submit, so missing values are now reported even in rows that nobody has begun.
    """

    edition: Edition
    document: Document
    findings: Sequence[Finding]
    previous: Document | None = None
    asked: bool = False

    @cached_property
    def errors(self) -> list[Finding]:
        """The findings that block submission."""
        return self._of("error")

    @cached_property
    def warnings(self) -> list[Finding]:
        """The findings that must be explained before submission."""
        return self._of("warning")

    @cached_property
    def infos(self) -> list[Finding]:
        """The findings that are only shown."""
        return self._of("info")

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """The cells of the document."""
        return all_cells(self.edition, self.document)

    @cached_property
    def typed(self) -> frozenset[str]:
        """The paths of the cells that somebody filled in."""
        return self._begun.typed

    @cached_property
    def waiting(self) -> Sequence[Finding]:
        """Missing values where nothing has been begun: only counted until somebody tries to submit."""
        return () if self.asked else self._begun.waiting(self.findings)

    @cached_property
    def due(self) -> Sequence[Finding]:
        """The findings that are not waiting."""
        waiting = set(self.waiting)
        return [finding for finding in self.findings if finding not in waiting]

    @cached_property
    def _begun(self) -> Begun:
        return Begun(self.edition, self.document, self.previous, self.cells)

    @cached_property
    def unexplained(self) -> list[Finding]:
        """The warnings that nobody has explained yet."""
        return [finding for finding in self.warnings if not self.is_explained(finding)]

    def is_explained(self, finding: Finding) -> bool:
        """Whether somebody has explained the finding."""
        return bool(self.explanation(finding))

    def explanation(self, finding: Finding) -> str:
        """The sentence that explains the finding; "" if there is none."""
        return self._explanations.get(finding.key, "")

    def explanations_of(self, findings: Iterable[Finding]) -> list[str]:
        """The distinct sentences that explain any of the findings, in order."""
        return list(dict.fromkeys(filter(None, map(self.explanation, findings))))

    @cached_property
    def _explanations(self) -> dict[tuple[str, str], str]:
        return {(given.code, given.where): given.text for given in self.document.explanations}

    def _of(self, severity: Severity) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == severity]


def judge(evaluation: SelfEvaluation, document: Document, *, with_peers: bool = True, asked: bool = False) -> Judgement:
    """The checks' findings on `document`; at most two queries. Without peers, chapters are not compared with other units'.

    For a submitted document they stay what they were at the submission. `asked`: see `Judgement`.
    """
    if evaluation.state not in EDITABLE:
        return handed_in(evaluation, document)
    edition, previous = edition_of(evaluation), previous_document(evaluation)
    others = peers(evaluation, document) if with_peers else ()
    # A returned evaluation has been submitted before.
    asked = asked or evaluation.state == State.RETURNED
    return _judged(edition, document, checks.run(Case(edition, document, previous, others)), previous, asked=asked)


def handed_in(evaluation: SelfEvaluation, document: Document) -> Judgement:
    """The checks' findings on `document` when it was handed in; two queries.

    Without frozen findings it is judged again, but not compared with other units' texts, which may be more recent.
    """
    edition, previous = edition_of(evaluation), previous_document(evaluation)
    findings = frozen_findings(evaluation, document)
    if findings is None:
        findings = checks.run(Case(edition, document, previous))
    return _judged(edition, document, findings, previous, asked=True)


@once_a_document
def _judged(
    edition: Edition, document: Document, findings: Sequence[Finding], previous: Document | None, *, asked: bool
) -> Judgement:
    """Kept, so that what follows from the findings is worked out once."""
    return Judgement(edition, document, findings, previous, asked)


def previous_document(evaluation: SelfEvaluation) -> Document | None:
    """The unit's approved document of the previous year (without a bureau, its current one); None if there is none.

    One or two queries; none if the evaluation comes `with_previous` and the document is known.
    """
    if not evaluation.unit.region.has_bureau:
        return _own_document_before(evaluation)
    told = vars(evaluation)
    if _PREVIOUS in told and told[_PREVIOUS] is None:
        return None
    known = _READ_BEFORE.get(told.get(_PREVIOUS, ""))
    if known:
        return known
    found = _approved_before(of_project=evaluation.project_id is not None)(**_keys(evaluation))
    for sha256, text in found:
        _READ_BEFORE.put(sha256, read := parsed(text))
        return read
    return None


_PREVIOUS = "previous_sha256"
_APPROVED = (State.APPROVED, State.PUBLISHED)
_READ_BEFORE: Recent[str, Document] = Recent()
"""Approved documents by the SHA-256 of their versions, which never change."""


def with_previous(evaluations: QuerySet[SelfEvaluation]) -> QuerySet[SelfEvaluation]:
    """The evaluations, each with what lets `previous_document` do without a query if this process has read that document before."""
    approved = SelfEvaluation.objects.filter(
        unit=OuterRef(OuterRef("unit")),
        fiscal_year__year=OuterRef(OuterRef("fiscal_year__year")) - 1,
        fiscal_year__kind=OuterRef(OuterRef("fiscal_year__kind")),
        state__in=_APPROVED,
    )
    # No project is the same as no project.
    same = approved.annotate(of=Coalesce("project", 0)).filter(of=Coalesce(OuterRef(OuterRef("project")), 0))
    latest = Version.objects.filter(evaluation__in=same.values("pk")).order_by("-number").values("sha256")[:1]
    return evaluations.annotate(**{_PREVIOUS: Subquery(latest)})


@cache
def _approved_before(*, of_project: bool) -> Kept[tuple[str, str]]:
    """The SHA-256 and the text of the latest version of what was approved a year before."""
    keys = {"unit": Given("unit"), "project": Given("project") if of_project else None}
    same = _a_year_before(**keys, year=Given("year"), kind=the_text("kind"))
    approved = SelfEvaluation.objects.filter(same, state__in=_APPROVED)
    versions = Version.objects.filter(evaluation__in=approved).order_by("-number")
    return Kept(lambda: versions.values_list("sha256", "document")[:1])


def _own_document_before(evaluation: SelfEvaluation) -> Document | None:
    before = documents().filter(_a_year_before(**_keys(evaluation))).first()
    return load(before) if before else None


def _keys(evaluation: SelfEvaluation) -> dict[str, Any]:
    year = evaluation.fiscal_year
    return {
        "unit": evaluation.unit_id,
        "project": evaluation.project_id,
        "year": year.year - 1,
        "kind": year.kind,
    }


def _a_year_before(*, unit: Any, project: Any, year: Any, kind: Any) -> Q:
    """The condition on evaluations that they are of the same unit or project, a year before, with the same kind of form."""
    return Q(unit=unit, project=project, fiscal_year__year=year, fiscal_year__kind=kind)


def peers(evaluation: SelfEvaluation, document: Document) -> Sequence[Peer]:
    """Chapters submitted by other units in the year, of which those of `document` may be copies; one query, or none if its chapters are short."""
    compared = n_19.compared(edition_of(evaluation), document)
    return narrative.peers(evaluation, compared) if compared else ()
