"""Every action that the program writes into the log has its words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from accounts.audit.recording import HEAD_FORGED
from evaluations.auditing.objects import ABOUT, Kind, Object, names
from evaluations.auditing.reading import PROOF
from evaluations.auditing.words import ACTIONS, GROUPS, action_in_words
from evaluations.filling.saving.editability import SAVE_REFUSED
from evaluations.lists.catalogue import LISTS
from evaluations.workflow.transitions import TRANSITIONS

_WRITERS = {"record": 0, "record_once": 0, "note_refusal": 2, "note_refused_page": 2, "Act": 0}


def written() -> Iterator[str]:
    """The actions that stand as texts where the log is written."""
    for package in ("accounts", "config", "evaluations"):
        for file in (Path(settings.BASE_DIR) / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _WRITERS:
                    argument = node.args[_WRITERS[node.func.id] :][:1]
                    if argument and isinstance(argument[0], ast.Constant):
                        yield str(argument[0].value)


@pytest.mark.slow
def test_every_action_has_words() -> None:
    tried = {f"{act}_{became}" for act in ("sign_in", "change_password") for became in ("failed", "paused")}
    found = {*written(), *TRANSITIONS, *tried, PROOF, SAVE_REFUSED, "refused"}
    assert len(found) > 30
    assert found - set(ACTIONS) == set()


def test_an_action_that_nobody_named_is_shown_as_it_stands() -> None:
    assert action_in_words("brand_new") == "brand_new"


@pytest.mark.django_db
def test_every_list_has_a_name() -> None:
    lists = {Object(Kind.LIST, code) for code in LISTS}
    assert names(lists).keys() == lists


def test_what_each_action_is_about_is_decided() -> None:
    of_evaluations = {*GROUPS["填报"], *GROUPS["办理"], *GROUPS["被拒绝的操作"], "excuse", "end_excuse", "seal"}
    of_sections = {"add_section", "rename_section", "remove_section"}
    of_whoever_acts = {
        "sign_in",
        "sign_out",
        "end_sessions",
        "change_password",
        "export_blank",
        "keep_query",
        "remove_query",
        *(action for action in ACTIONS if action.endswith(("_form", "_form_draft"))),
    }
    of_the_log = {"maintenance", "verify_audit", "export_audit", "key_introduced", HEAD_FORGED}
    assert set(ACTIONS) == {*ABOUT, *of_evaluations, *of_sections, *of_whoever_acts, *of_the_log}
