"""The last step: explanations and corrected cells, saved together as the services of the steps save them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.actors import Actor
from evaluations.core.form.edition import Edition
from evaluations.dossier.store import edition_of
from evaluations.filling.saving.explanations import Unexplained, is_explanation, save_explanations
from evaluations.filling.saving.posted import Outdated, Posted
from evaluations.filling.saving.store import Outcome, save_step
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import SelfEvaluation


@dataclass(frozen=True, slots=True)
class Checked:
    """What a person must decide first: explanations (`unexplained`) and cells, by step (`undecided`)."""

    unexplained: Unexplained | None
    undecided: Sequence[Outcome]

    @property
    def is_saved(self) -> bool:
        """Whether everything was stored."""
        return not (self.unexplained or self.undecided)

    @property
    def is_conflict(self) -> bool:
        """Whether only others' changes prevent something from being stored."""
        unread = any(outcome.edited.errors for outcome in self.undecided)
        return not (unread or (self.unexplained and self.unexplained.errors))


def save_checked(evaluation: SelfEvaluation, posted: Posted, actor: Actor) -> Checked:
    """Store the posted explanations, then the cells, step by step; what can't be stored is left for the person.

    The explanations come first, because a corrected cell may leave nothing to explain.

    Raises:
        Outdated: a name is not a finding's or a cell's, or the revision is unknown.
        Refused: the evaluation can't be edited (any more).
    """
    reasons = {name: text for name, text in posted.typed.items() if is_explanation(name)}
    steps = _by_step(edition_of(evaluation), {name: text for name, text in posted.typed.items() if name not in reasons})
    explained = save_explanations(evaluation.pk, replace(posted, typed=reasons), actor)
    outcomes = [
        save_step(evaluation.pk, step, replace(posted, action="save", typed=typed), actor)
        for step, typed in steps.items()
    ]
    return Checked(
        explained if isinstance(explained, Unexplained) else None,
        [outcome for outcome in outcomes if outcome.is_undecided],
    )


def _by_step(edition: Edition, typed: Mapping[str, str]) -> Mapping[Step, Mapping[str, str]]:
    steps: dict[Step, dict[str, str]] = {}
    for path, text in typed.items():
        step = step_of(edition, path)
        if step is None:
            raise Outdated
        steps.setdefault(step, {})[path] = text
    return steps


def again(post: Mapping[str, str], chosen: Iterable[str]) -> Mapping[str, str]:
    """The posted page's texts, with one reason wherever it is to be used again.

    A button `same` (同上) names the box that takes the text of the box above it; the boxes ticked (`chosen`) take that of `several_text`.
    """
    texts = {name: text for name, text in post.items() if name not in ("same", "several", "several_text")}
    reason = post.get("several_text", "")
    if reason.strip():
        texts |= dict.fromkeys(chosen, reason)
    boxes = [name for name in texts if is_explanation(name)]
    same = post.get("same", "")
    if same in boxes[1:]:
        texts[same] = texts[boxes[boxes.index(same) - 1]]
    return texts
