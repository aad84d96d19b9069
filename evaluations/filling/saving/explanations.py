"""The last step: one-sentence explanations of warnings, saved like the cells of a form."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.actors import Actor
from evaluations.core.basics.values import EXPLANATION_LIMIT, Unreadable, clean_text
from evaluations.core.checks import of
from evaluations.core.content.cells import Cell
from evaluations.core.findings import gathering
from evaluations.core.findings.gathering import Card
from evaluations.core.form.document import CHECK_CODE, Document, Explanation
from evaluations.core.form.edition import Edition
from evaluations.dossier import store
from evaluations.dossier.judging import Judgement, judge
from evaluations.filling.saving.editability import refuse_unless_editable
from evaluations.filling.saving.edited import REPLACEMENT, broken, sequence_of
from evaluations.filling.saving.merge import Merged, merge
from evaluations.filling.saving.posted import Outdated, Posted
from evaluations.filling.saving.store import changes_since, store_document
from evaluations.filling.steps import step_of
from evaluations.history.events import locked
from evaluations.records.models import SelfEvaluation

Key = tuple[str, str]
_PREFIX = "explanation"
_CODE = re.compile(CHECK_CODE)


@dataclass(frozen=True, slots=True)
class Unexplained:
    """Texts that were not stored: invalid ones (`errors`), those that others changed, too (`merged.clashes`), or whose finding is gone (`merged.stranded`)."""

    evaluation: SelfEvaluation
    judgement: Judgement
    errors: Mapping[Key, str]
    merged: Merged


@transaction.atomic
def save_explanations(evaluation_id: int, posted: Posted, actor: Actor) -> Judgement | Unexplained:
    """Store the explanations of the posted last step (a blank one is removed). Return what is still to do, or what must be decided first.

    Raises:
        Outdated: a name is not a finding's, or the revision is unknown.
        Refused: the evaluation can't be edited (any more).
    """
    if posted.target:
        raise Outdated
    evaluation = locked(evaluation_id)
    refuse_unless_editable(evaluation, actor)
    stored = store.load(evaluation)
    judgement = judge(evaluation, stored)
    typed = {name_of(key_of(name)): text for name, text in posted.typed.items()}
    if any(not _is_judged(judgement.edition, key_of(name)) for name in typed):
        raise Outdated
    together = gathering.cards(judgement.edition, stored, judgement.warnings, judgement.cells)
    merged = _merged(evaluation, judgement, together, posted.revision, typed=typed, actor=actor)
    errors = {key_of(name): fault for name, text in merged.typed.items() if (fault := _fault(text))}
    if errors or merged.clashes or any(text.strip() for text in merged.stranded.values()):
        return Unexplained(evaluation, judgement, errors, merged)
    changed = explained(stored, _for_each(judgement, together, typed, merged.typed))
    store_document(evaluation, stored, changed, actor)
    return Judgement(judgement.edition, changed, judgement.findings, judgement.previous, judgement.asked)


def _merged(
    evaluation: SelfEvaluation,
    judgement: Judgement,
    together: Sequence[Card],
    revision: int,
    *,
    typed: Mapping[str, str],
    actor: Actor,
) -> Merged:
    """The merged boxes. A finding on a row that others moved may not be the one that the form meant, so it is left out and its text is stranded."""
    changes = changes_since(evaluation, revision, actor)
    moved = {change.where for change in changes}
    current = {
        name_of(finding.key): Cell("long", judgement.explanation(finding))
        for finding in judgement.warnings
        if sequence_of(finding.where) not in moved
    }
    boxes = {
        name_of(card[0].key): Cell("long", "\n".join(judgement.explanations_of(card)))
        for card in together
        if name_of(card[0].key) in current
    }
    return merge(typed, {**current, **boxes}, changes, ())


def _for_each(
    judgement: Judgement, together: Iterable[Card], typed: Mapping[str, str], changed: Mapping[str, str]
) -> Mapping[Key, str]:
    """The texts by finding: a box's text explains every finding of its card that has no box of its own on the page.

    An unchanged box only goes to findings that lack an explanation.
    """
    texts: dict[Key, str] = {}
    for card in together:
        box = name_of(card[0].key)
        for finding in card:
            own = name_of(finding.key)
            name = own if own in typed else box
            is_new = name in changed or (name == box and not judgement.is_explained(finding))
            if is_new and name in typed:
                texts[finding.key] = typed[name]
    return texts


def name_of(key: Key) -> str:
    """The name of the box that explains a finding."""
    return f"{_PREFIX}.{key[0]}.{key[1]}"


def is_explanation(name: str) -> bool:
    """Whether a posted name is that of a box for a reason, not of a cell."""
    return name.startswith(f"{_PREFIX}.")


def key_of(name: str) -> Key:
    """The finding that the box `name` explains.

    Raises:
        Outdated: it is not such a name.
    """
    prefix, _, rest = name.partition(".")
    code, _, where = rest.partition(".")
    if prefix != _PREFIX or not _CODE.fullmatch(code):
        raise Outdated
    return code, where


def _is_judged(edition: Edition, key: Key) -> bool:
    """Whether the form has the check and the cell."""
    code, where = key
    return code in of(edition) and step_of(edition, where) is not None


def _fault(text: str) -> str:
    if REPLACEMENT in text:
        return broken(text)
    try:
        clean_text(text, EXPLANATION_LIMIT)
    except Unreadable as unreadable:
        return str(unreadable)
    return ""


def explained(document: Document, typed: Mapping[Key, str]) -> Document:
    """`document` with the `typed` explanations; a blank one is removed."""
    texts = {(e.code, e.where): e.text for e in document.explanations}
    texts |= {key: clean_text(text, EXPLANATION_LIMIT) for key, text in typed.items()}
    explanations = tuple(
        Explanation.model_construct(code=code, where=where, text=text)
        for (code, where), text in sorted(texts.items())
        if text
    )
    return document.model_copy(update={"explanations": explanations})
