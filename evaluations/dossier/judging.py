"""What the checks say of an evaluation, with what they need from outside it, and how its unit explains it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evaluations.core import checks
from evaluations.core.checks import n_19
from evaluations.core.checks.case import Case, Peer
from evaluations.core.content.cells import Cell, cells
from evaluations.core.findings.finding import Finding, Severity
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.guidance.begun import Begun
from evaluations.dossier.freezing import frozen_findings, latest_document
from evaluations.dossier.store import edition_of
from evaluations.narrative import store as narrative
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.states import EDITABLE, State


@dataclass(frozen=True)
class Judgement:
    """The findings on a document, in the order of the checks' codes, the document's explanations, and last year's document.

    `asked`: submission was asked for, so that what is missing is said of rows that nobody has begun, too.
    """

    edition: Edition
    document: Document
    findings: Sequence[Finding]
    previous: Document | None = None
    asked: bool = False

    @cached_property
    def errors(self) -> list[Finding]:
        """What blocks submission."""
        return self._of("error")

    @cached_property
    def warnings(self) -> list[Finding]:
        """What must be explained before submission."""
        return self._of("warning")

    @cached_property
    def infos(self) -> list[Finding]:
        """What is only shown."""
        return self._of("info")

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """The cells of the document."""
        return cells(self.edition, self.document)

    @cached_property
    def typed(self) -> frozenset[str]:
        """The paths of the cells that a person filled in."""
        return self._begun.typed

    @cached_property
    def waiting(self) -> Sequence[Finding]:
        """What is missing where nothing is begun: only counted as long as nobody asks for submission."""
        return () if self.asked else self._begun.waiting(self.findings)

    @cached_property
    def shown(self) -> Sequence[Finding]:
        """The findings that do not wait."""
        waiting = set(self.waiting)
        return [finding for finding in self.findings if finding not in waiting]

    @cached_property
    def _begun(self) -> Begun:
        return Begun(self.edition, self.document, self.previous, self.cells)

    @cached_property
    def unexplained(self) -> list[Finding]:
        """The warnings that nobody explained yet."""
        return [finding for finding in self.warnings if not self.is_explained(finding)]

    def is_explained(self, finding: Finding) -> bool:
        """Whether somebody explained the finding."""
        return bool(self.explanation(finding))

    def explanation(self, finding: Finding) -> str:
        """The sentence that explains the finding; "" when there is none."""
        return self._explanations.get(finding.key, "")

    def explanations_of(self, findings: Iterable[Finding]) -> list[str]:
        """The different sentences that explain any of the findings, in their order."""
        return list(dict.fromkeys(filter(None, map(self.explanation, findings))))

    @cached_property
    def _explanations(self) -> dict[tuple[str, str], str]:
        return {(given.code, given.where): given.text for given in self.document.explanations}

    def _of(self, severity: Severity) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == severity]


def judge(evaluation: SelfEvaluation, document: Document, *, with_peers: bool = True, asked: bool = False) -> Judgement:
    """What the checks say of `document`, at most two queries; without peers the comparison of chapters with other units' is left out.

    Of what was handed in they say for good what they said then. `asked`: see `Judgement`.
    """
    if evaluation.state not in EDITABLE:
        return handed_in(evaluation, document)
    edition, previous = edition_of(evaluation), previous_document(evaluation)
    others = peers(evaluation, document) if with_peers else ()
    # Whoever corrects what was returned has asked for submission before.
    asked = asked or evaluation.state == State.RETURNED
    return Judgement(edition, document, checks.run(Case(edition, document, previous, others)), previous, asked)


def handed_in(evaluation: SelfEvaluation, document: Document) -> Judgement:
    """What the checks said of `document` when it was handed in; two queries.

    One that has no frozen findings is judged anew, and is not compared with other units': what they wrote may be later than it.
    """
    edition, previous = edition_of(evaluation), previous_document(evaluation)
    findings = frozen_findings(evaluation, document)
    if findings is None:
        findings = checks.run(Case(edition, document, previous))
    return Judgement(edition, document, findings, previous, asked=True)


def previous_document(evaluation: SelfEvaluation) -> Document | None:
    """The unit's approved document of the year before; None when there is none. One query."""
    return latest_document(
        Version.objects.filter(
            evaluation__unit=evaluation.unit_id,
            evaluation__fiscal_year__year=evaluation.fiscal_year.year - 1,
            evaluation__state__in=(State.APPROVED, State.PUBLISHED),
        )
    )


def peers(evaluation: SelfEvaluation, document: Document) -> Sequence[Peer]:
    """Chapters that other units submitted in the year and that those of `document` may be copied from; one query, none for short chapters."""
    compared = n_19.compared(edition_of(evaluation), document)
    return narrative.peers(evaluation, compared) if compared else ()
