"""docs/workflow.md shows the table that the program runs on."""

from pathlib import Path

from evaluations.records.states import State
from evaluations.workflow.transitions import TRANSITIONS, Transition

PAGE = Path(__file__).parents[2] / "docs" / "workflow.md"


def line(step: Transition) -> str:
    """A transition as a line of the page."""
    guards = "; ".join((guard.__doc__ or "").strip() for guard in step.guards) or "–"
    cells = (", ".join(step.sources), f"{step.name} {step.label}", step.who.words, step.when.words, guards, step.target)
    return f"| {' | '.join(cells)} |"


def test_every_transition_stands_on_the_page_and_no_other() -> None:
    shown = [text for text in PAGE.read_text(encoding="utf-8").splitlines() if text.count("|") == 7][2:]
    assert shown == [line(step) for step in TRANSITIONS.values()]


def test_every_state_stands_on_the_page_with_both_names() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for state in State:
        assert f"| `{state}` | {state.for_unit} | {state.for_bureau} |" in text
