"""The answer to an autosave: all texts by the ids of their cells, and who else is working on the step."""

from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from evaluations.common.moments import moment
from evaluations.core.content.cells import guesses
from evaluations.core.paths import Names
from evaluations.dossier.judging import judge
from evaluations.dossier.store import edition_of
from evaluations.filling.pages import amounts
from evaluations.filling.pages.company import company
from evaluations.filling.pages.contents import StepContents, computed
from evaluations.filling.pages.indicators import extras
from evaluations.filling.pages.problems import saver, stranded_texts
from evaluations.filling.saving.merge import Change, Clash
from evaluations.filling.saving.store import Outcome
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS, Step, step_of


def autosave_answer(outcome: Outcome, step: Step, actor: Actor, *, asked: bool = False) -> dict[str, Any]:
    """The answer for the page: all texts by the ids of their cells, and who else is working on the step."""
    evaluation, edition, document = outcome.evaluation, edition_of(outcome.evaluation), outcome.edited.document
    judgement = judge(evaluation, document, with_peers=False, asked=asked)
    shown = StepContents(evaluation.pk, edition, document, step, True, judgement, {}, {}, {})
    names = Names(edition, document)
    return {
        "revision": evaluation.revision,
        "saved_at": moment(evaluation.updated_at if evaluation.revision else timezone.now()),
        "unreadable": dict(outcome.edited.errors),
        "offers": guesses(edition, document, {path: outcome.merged.typed[path] for path in outcome.edited.errors}),
        "read": _read(outcome, shown),
        "computed": {**_followed(outcome, shown), **computed(shown)},
        "notes": shown.shown_notes,
        "left": shown.left,
        "extras": _extras(shown),
        "company": company(evaluation, step, actor),
        "others": {path: _change(outcome, shown, path, change) for path, change in outcome.merged.others.items()},
        "moved": sorted(outcome.merged.moved),
        "clashes": [_clash(names, path, clash) for path, clash in outcome.merged.clashes.items()],
        "stranded": [
            {"path": path, "name": name, "text": text}
            for path, (name, text) in zip(
                outcome.merged.stranded, stranded_texts(edition, document, outcome.merged), strict=True
            )
        ],
    }


def _followed(outcome: Outcome, shown: StepContents) -> dict[str, str]:
    """The cells of the step that changed along with the typed ones."""
    now = {path: shown.cells[path].text for path in outcome.before if path in shown.cells}
    changed = (path for path, text in now.items() if text != outcome.before[path].text)
    followed = (path for path in changed if path not in outcome.merged.typed)
    return {path: now[path] for path in followed if step_of(shown.edition, path) is shown.step}


def _read(outcome: Outcome, shown: StepContents) -> dict[str, tuple[str, str]]:
    """The typed numbers that are stored in another spelling: as typed, and as stored."""
    merged, unsaved = outcome.merged, outcome.edited.errors.keys() | outcome.merged.clashes.keys()
    typed = merged.typed if merged.moved else outcome.posted.typed  # where rows have moved, paths may name other cells
    stored = ((path, text, shown.cells.get(path)) for path, text in typed.items() if path not in unsaved)
    return {path: (text, cell.text) for path, text, cell in stored if cell and cell.is_number and cell.text != text}


def _extras(shown: StepContents) -> dict[str, object]:
    if shown.step is BASIC_DATA:
        return amounts.extras(shown.edition, shown.document)
    return extras(shown.edition, shown.document) if shown.step in (BUDGET, INDICATORS) else {}


def _change(outcome: Outcome, shown: StepContents, path: str, change: Change) -> dict[str, object]:
    return {
        "text": shown.cells[path].text if path in shown.cells else "",
        "before": outcome.merged.began_with.get(path, ""),
        "by": saver(change.by_name, is_own=change.is_own),
        "is_own": change.is_own,
        "at": moment(change.at),
    }


def _clash(names: Names, path: str, clash: Clash) -> dict[str, object]:
    return {
        "path": path,
        "name": names.of(path),
        "mine": clash.mine,
        "theirs": clash.theirs,
        "by": saver(clash.by_name, is_own=clash.is_own),
        "is_own": clash.is_own,
        "at": moment(clash.at),
    }
