"""What a page is told after it saved by itself: all texts by the ids of their cells, and who else is at it."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from evaluations.core.paths import Names
from evaluations.dossier.judging import judge
from evaluations.dossier.store import edition_of
from evaluations.filling.pages import amounts
from evaluations.filling.pages.company import company
from evaluations.filling.pages.contents import Shown, computed
from evaluations.filling.pages.frame import moment
from evaluations.filling.pages.indicators import extras
from evaluations.filling.pages.problems import saver, stranded_texts
from evaluations.filling.saving.merge import Change, Clash
from evaluations.filling.saving.store import Outcome
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS, Step, step_of


def autosave_answer(outcome: Outcome, step: Step, person: User, *, asked: bool = False) -> dict[str, Any]:
    """What the page is told: all texts by the ids of their cells, and who else is at it."""
    evaluation, edition, document = outcome.evaluation, edition_of(outcome.evaluation), outcome.edited.document
    judgement = judge(evaluation, document, with_peers=False, asked=asked)
    shown = Shown(evaluation.pk, edition, document, step, True, judgement, {}, {}, {})
    names = Names(edition, document)
    return {
        "revision": evaluation.revision,
        "saved_at": moment(evaluation.updated_at if evaluation.revision else timezone.now()),
        "unreadable": dict(outcome.edited.errors),
        "computed": {**_followed(outcome, shown), **computed(shown)},
        "notes": shown.shown_notes,
        "left": shown.left,
        "extras": _extras(shown),
        "company": company(evaluation, step, person),
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


def _followed(outcome: Outcome, shown: Shown) -> dict[str, str]:
    """What changed on the step with the typed cells, and nobody typed."""
    now = {path: shown.cells[path].text for path in outcome.before if path in shown.cells}
    changed = (path for path, text in now.items() if text != outcome.before[path].text)
    return {path: now[path] for path in changed if path not in outcome.merged.typed and step_of(path) is shown.step}


def _extras(shown: Shown) -> dict[str, object]:
    if shown.step is BASIC_DATA:
        return amounts.extras(shown.edition, shown.document)
    return extras(shown.edition, shown.document) if shown.step in (BUDGET, INDICATORS) else {}


def _change(outcome: Outcome, shown: Shown, path: str, change: Change) -> dict[str, object]:
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
