"""Tests of the checks together: the registry, the known cases, any document, speed."""

import ast
import json
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core import checks
from evaluations.core.checks import n_17
from evaluations.core.checks.case import Case, Peer
from evaluations.core.content import interchange, rows
from evaluations.core.form.document import Document, SelfAssessment
from evaluations.core.form.edition import BLOCKS, Edition
from tests.core.builders import (
    HERE,
    REAL_FINDINGS,
    document,
    edition,
    empty,
    keys,
    lean_edition,
    real_figures,
    second_document,
    second_edition,
    with_indicators,
)
from tests.core.strategies import cases

CODES = (
    "A2-01 A2-02 A2-03 A2-04 A2-06 A2-07 A2-08 A2-10 A2-12 A2-13 A2-15 A3-01 A3-02 A3-04 A3-05 A3-08 A3-09 A3-10 A3-11 A3-12 A3-13 A3-14 A3-15 "
    "A3-16 "
    "A3-17 N-01 N-02 N-03 N-04 N-12 N-17 N-19 P-01 P-02 X-01 X-02 X-03 X-04 X-09 X-10 X-14"
)


def test_every_relation_is_registered() -> None:
    assert list(checks.CHECKS) == CODES.split()


@pytest.mark.parametrize("check", checks.CHECKS.values(), ids=lambda check: check.code)
def test_each_check_says_its_relation_and_has_its_tests(check: checks.Check) -> None:
    assert check.relation
    assert "\n" not in check.relation
    assert (Path(__file__).parent / "checks" / f"test_{check.code.replace('-', '_').lower()}.py").is_file()


def module(**names: object) -> ModuleType:
    made = ModuleType("evaluations.core.checks.z_99")
    vars(made).update({"CODE": "Z-99", "RELATION": "无", "NEEDS": (), "check": n_17.check} | names)
    return made


@pytest.mark.parametrize("missing", ["CODE", "RELATION", "NEEDS", "check"])
def test_a_module_that_is_no_check_is_refused_by_its_name(missing: str) -> None:
    lacking = module()
    assert checks.registered(lacking).code == "Z-99"
    delattr(lacking, missing)
    with pytest.raises(TypeError, match="z_99"):
        checks.registered(lacking)


def test_a_check_of_another_signature_is_refused_by_its_name() -> None:
    with pytest.raises(TypeError, match="z_99"):
        checks.registered(module(check=lambda edition, document: iter(())))


# What a check needs of an edition


def named_in_code(code: str) -> set[str]:
    """The lines and figures of the shipped edition that a check's module names; what fields of a document are called as well is left out."""
    module = HERE.parent.parent / "evaluations" / "core" / "checks" / f"{code.replace('-', '_').lower()}.py"
    words = {node.value for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Constant)}
    fundings = {line.item for funding in edition().fundings.values() for line in funding.lines}
    codes = {*edition().line, *fundings, *(figure.code for figure in edition().report.figures)}
    return {str(word) for word in words & (codes - set(SelfAssessment.model_fields))}


@pytest.mark.parametrize("code", checks.BUILT_IN)
def test_a_relation_between_lines_and_figures_is_a_rule_of_the_edition(code: str) -> None:
    assert named_in_code(code) == set()


def without(part: Any, need: str) -> Any:
    """The data of an edition without what a check needs: the line or figure of a cell, or a key."""
    if isinstance(part, list | tuple):
        return [without(each, need) for each in part if not (isinstance(each, dict) and is_of(each, need))]
    if not isinstance(part, dict):
        return part
    key, _, value = need.partition(" = ")
    if key in part and not value:
        return {name: each for name, each in part.items() if name != key}
    if key in part and part[key] == tomllib.loads(need)[key]:
        return part | {key: {True: False, "reverse": "positive"}.get(part[key])}
    return {name: without(each, need) for name, each in part.items()}


def is_of(part: dict[str, Any], need: str) -> bool:
    return any(part.get(name) in need.split(".") for name in ("item", "code"))


@pytest.mark.parametrize(("code", "need"), [(c.code, need) for c in checks.CHECKS.values() for need in c.needs])
def test_without_what_it_needs_a_check_is_off(code: str, need: str) -> None:
    form = lean_edition() if need in BLOCKS else Edition.model_validate(without(edition().model_dump(), need))
    assert (code, need) in [(each.check.code, lack) for each in checks.off(form) for lack in each.lacks]


def test_the_finding_free_documents_are_silent() -> None:
    assert checks.run(Case(edition(), document(), document())) == []
    assert checks.run(Case(second_edition(), second_document(), second_document())) == []


def test_the_real_figures_have_their_findings() -> None:
    found = checks.run(Case(edition(), real_figures()))
    assert keys(found) == REAL_FINDINGS
    assert len(found) == len(REAL_FINDINGS)


def test_the_real_case_has_the_expected_findings(shared_case: Path) -> None:
    judged = interchange.for_edition(
        edition(), interchange.new_document((shared_case / "evaluation.json").read_bytes())
    )
    expected = json.loads((shared_case / "findings.expected.json").read_text(encoding="utf-8"))
    assert keys(checks.run(Case(edition(), judged))) == {(e["code"], e["severity"], e["where"]) for e in expected}


@pytest.mark.parametrize("form", [edition(), second_edition()], ids=lambda form: form.code)
def test_an_empty_form_is_only_asked_for_what_is_required(form: Edition) -> None:
    assert {finding.code for finding in checks.run(Case(form, empty(form)))} == {"A2-10", "A3-17"}


@settings(max_examples=100)
@given(cases(), st.data())
def test_any_document_is_judged_in_words(case: tuple[Edition, Document], data: st.DataObject) -> None:
    form, judged = case
    previous = data.draw(st.sampled_from([None, judged, document()]))
    peers = [Peer(int(number), text * 9) for number, text in judged.report.chapters.items()]
    found = checks.run(Case(form, judged, previous, peers))
    for finding in found:
        assert finding.message.endswith("。")
        assert finding.severity in ("error", "warning", "info")
        (finding.message + finding.found + finding.expected).encode()
    assert len({finding.key for finding in found}) == len(found), "an explanation is attached to (code, where)"


@settings(max_examples=100)
@given(st.sampled_from([(edition(), document()), (second_edition(), second_document())]), st.data())
def test_a_finding_free_document_stays_so_when_rows_are_reordered(
    case: tuple[Edition, Document], data: st.DataObject
) -> None:
    form, judged = case
    count = len(judged.self_assessment.indicators)
    movable = [
        "basic_data.expenditure.earmarked_fund.1",
        *(f"self_assessment.indicators.{n + 1}" for n in range(count)),
    ]
    moves = data.draw(st.lists(st.tuples(st.sampled_from(movable), st.sampled_from([-2, -1, 1, 2])), max_size=6))
    for path, by in moves:
        judged = rows.move(form, judged, path, by).document
    assert checks.run(Case(form, judged)) == []


@given(st.permutations(document().self_assessment.indicators))
def test_indicators_in_any_order_of_a_file_are_judged_alike(shuffled: list[object]) -> None:
    judged = with_indicators(document(), *shuffled)  # type: ignore[arg-type]
    assert checks.run(Case(edition(), interchange.for_edition(edition(), judged))) == []
