"""Frozen versions: the document at the time of a transition, in the interchange format, and the checks' findings on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from accounts.actors import Actor
from evaluations.common.kept_query import Given, Kept, the_text
from evaluations.core import paths
from evaluations.core.checks import n_19
from evaluations.core.content import interchange
from evaluations.core.findings.finding import Finding, dump, parse
from evaluations.core.form.document import Document
from evaluations.dossier.store import edition_of, load
from evaluations.narrative import store as narrative
from evaluations.records import services
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.states import EDITABLE


@dataclass(frozen=True, slots=True)
class Papers:
    """A document and the bureau's name at the same moment; the document's files name the bureau as their author."""

    document: Document
    bureau_name: str


class ToFreeze(NamedTuple):
    """An evaluation with its document as it stands, what the checks say of it (None: they were not asked), and who takes it on."""

    evaluation: SelfEvaluation
    document: Document
    findings: Sequence[Finding] | None
    actor: Actor | None


def freeze(
    evaluation: SelfEvaluation, actor: Actor | None, transition: str, findings: Sequence[Finding] | None = None
) -> Version:
    """The next version of one evaluation; see `freeze_all`."""
    (version,) = freeze_all([ToFreeze(evaluation, load(evaluation), findings, actor)], transition)
    return version


def freeze_all(frozen: Sequence[ToFreeze], transition: str) -> list[Version]:
    """The next version of each evaluation, as it stands at `transition`, with its findings; call it while the evaluations' rows are locked.

    Once one is judged, its chapters are what other units' later ones are compared with: except those like another's submitted before, so that
    nobody is told of a copy of their own text, and of a text that many copy one is kept.
    """
    judged = {each.evaluation.pk: _originals(each) for each in frozen if each.findings is not None}
    if judged:
        narrative.keep_all_submitted(judged)
    return services.freeze_all([_dumped(each) for each in frozen], transition)


def _originals(frozen: ToFreeze) -> list[int]:
    copied = {finding.where for finding in frozen.findings or () if finding.units}
    compared = n_19.compared(edition_of(frozen.evaluation), frozen.document)
    return [number for number in compared if paths.chapter(number) not in copied]


def _dumped(frozen: ToFreeze) -> services.ToFreeze:
    findings = None if frozen.findings is None else dump(frozen.findings)
    return services.ToFreeze(frozen.evaluation, interchange.dump(frozen.document), findings, frozen.actor)


def frozen_findings(evaluation: SelfEvaluation, document: Document) -> Sequence[Finding] | None:
    """The findings frozen with the latest version; None if there are none, or if `document` is not what was judged then. One query."""
    latest = _latest(evaluation)
    if latest is None or latest[1] is None:
        return None
    # A unit that has been renamed since then has still handed in the same document.
    if parsed(latest[0]).model_copy(update={"unit": document.unit}) != document:
        return None
    return _parsed_findings(latest[1])


def handed_in(evaluation: SelfEvaluation) -> Papers | None:
    """The last frozen version, with the names of that time; None if nothing has been frozen yet. One query."""
    latest = _latest(evaluation)
    return latest and Papers(parsed(latest[0]), latest[2])


def standing(evaluation: SelfEvaluation) -> Papers | None:
    """What the unit itself sees of an evaluation from `documents()`: its current content while it can be edited, else the last frozen version.

    None if it can't be edited and nothing has been frozen.
    """
    if evaluation.state in EDITABLE:
        return Papers(load(evaluation), evaluation.unit.region.bureau_name)
    return handed_in(evaluation)


def latest_text(versions: Q, passed: int = 0) -> Kept[str]:
    """The document of the latest of an evaluation's `versions` after passing over `passed` later ones, as text; nothing if there is none."""
    texts = Version.objects.filter(versions).order_by("-number").values_list("document", flat=True)
    return Kept(lambda: texts[passed : passed + 1])


def latest_document(latest: Kept[str], **given: Any) -> Document | None:
    """The document of a `latest_text`; None if there is none. One query."""
    text = next(iter(latest(**given)), None)
    return None if text is None else parsed(text)


def frozen_at(evaluation: SelfEvaluation, transition: str, passed: int = 0) -> Document | None:
    """The document frozen by the latest `transition` after passing over `passed` later ones; None if there is none. One query."""
    return latest_document(_frozen(passed), evaluation=evaluation.pk, transition=transition)


@cache
def _frozen(passed: int) -> Kept[str]:
    return latest_text(Q(evaluation=Given("evaluation"), transition=the_text("transition")), passed)


def frozen_by(evaluation: SelfEvaluation, transition: str) -> Callable[[datetime], Document | None]:
    """A function that gives the document which the latest `transition` before a moment had frozen; None if there was none. One query."""
    frozen = list(
        Version.objects.filter(evaluation=evaluation, transition=transition)
        .order_by("number")
        .values_list("created_at", "document")
    )

    def at(moment: datetime) -> Document | None:
        texts = [text for created_at, text in frozen if created_at <= moment]
        return parsed(texts[-1]) if texts else None

    return at


_versions = Kept(
    lambda: (
        Version.objects.filter(evaluation=Given("evaluation"))
        .order_by("-number")
        .values_list("document", "findings", "bureau_name")[:1]
    )
)


def _latest(evaluation: SelfEvaluation) -> tuple[str, str | None, str] | None:
    """The last frozen version's document, findings and name of the bureau."""
    return next(iter(_versions(evaluation=evaluation.pk)), None)


@lru_cache(maxsize=64)
def parsed(text: str) -> Document:
    """The document that was frozen as `text`; not to be changed."""
    # A frozen text never changes, and every page of this year reads last year's.
    return interchange.stored_document(text)


_parsed_findings = lru_cache(maxsize=64)(parse)
