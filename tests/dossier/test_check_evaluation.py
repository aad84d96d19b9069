"""`check_evaluation` and `interchange_schema`."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from evaluations.dossier.freezing import freeze
from evaluations.dossier.judging import judge
from evaluations.dossier.store import load
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.core.builders import REAL_FINDINGS, document, real_figures
from tests.dossier.filled import filled
from tests.factories import in_state

pytestmark = pytest.mark.django_db


def check(**options: Any) -> str:
    out = StringIO()
    call_command("check_evaluation", **{"unit": "U1", "year": 2023} | options, stdout=out)
    return out.getvalue()


def test_the_findings_as_json_are_pure_json_with_every_key() -> None:
    filled(real_figures())
    entries = json.loads(check(json=True))
    assert {(entry["code"], entry["severity"], entry["where"]) for entry in entries} == REAL_FINDINGS
    assert all(set(entry) == {"code", "severity", "where", "message", "found", "expected"} for entry in entries)


def test_an_error_is_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    filled(real_figures())
    with pytest.raises(CommandError, match="错误 1，需说明 19，提示 1") as stop:
        call_command("check_evaluation", unit="U1", year=2023)
    assert stop.value.returncode == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(REAL_FINDINGS)
    assert any(line.startswith("错误 A2-10 附件2 厉行节约保障措施") for line in lines)


def test_without_findings_it_says_so() -> None:
    filled(document())
    assert check() == "错误 0，需说明 0，提示 0。\n"
    assert json.loads(check(json=True)) == []


def test_of_what_was_handed_in_the_findings_are_those_of_then() -> None:
    evaluation = filled(real_figures())
    freeze(evaluation, None, "submit", judge(evaluation, load(evaluation)).warnings[:1])
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(State.UNIT_CHECK))
    assert len(json.loads(check(json=True))) == 1


@pytest.mark.parametrize("wrong", [{"unit": "U9"}, {"year": "1999"}, {"year": "abc"}, {"year": "9" * 30}])
def test_an_unknown_evaluation_is_one_line(wrong: dict[str, Any]) -> None:
    filled()
    with pytest.raises(CommandError, match=r"没有|四位数字"):
        check(**wrong)


def test_the_schema_is_printed_as_json() -> None:
    out = StringIO()
    call_command("interchange_schema", stdout=out)
    schema = json.loads(out.getvalue())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "self_assessment" in schema["properties"]
