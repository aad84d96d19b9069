"""The program's own rules that an edition takes over with another severity: for the edition rules of its own, in the workbook a word beside their code."""

from collections.abc import Mapping, Sequence
from typing import Any

from evaluations.core.editions.writing import STANDARD, data_of, with_named_rules
from evaluations.core.form.edition import Edition
from evaluations.core.form.former_rules import FORMER_RULES
from evaluations.core.form.stated import Rule
from evaluations.core.workbook.sheets import Row

SEVERITIES_AT = "severities"
"""The key of these severities, by code, in the data of the sheets; the edition's own data has none."""


def _program() -> Mapping[str, Sequence[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for rule in map(Rule.model_validate, FORMER_RULES):
        found.setdefault(rule.code, []).append(rule.model_dump(mode="json", exclude_defaults=True))
    return found


_PROGRAM = _program()
SEVERITY: Mapping[str, str] = {
    code: rules[0]["severity"]
    for code, rules in _PROGRAM.items()
    if all(rule["severity"] == rules[0]["severity"] for rule in rules)
}
"""The severity of each of the program's rules of which it can be changed: not of those that no rule can say, nor of those that have several."""


def sheet_data(edition: Edition) -> Row:
    """The edition's data as the sheets show it: rules that are the program's are named; those that are but for their severity, too."""
    data = data_of(with_named_rules(edition))
    own = data.get("rules", [])
    other = {code: severity for code in SEVERITY if (severity := _other(own, code))}
    rest = [rule for rule in own if rule["code"] not in other]
    if not other or [*rest, *restated(other)] != own:
        return data
    return {**data, "rules": rest, SEVERITIES_AT: other}


def _other(own: Sequence[Row], code: str) -> str:
    """The severity with which `own` rules state what the program's of this code do; "" if they don't."""
    severity = next((rule["severity"] for rule in own if rule["code"] == code), "")
    return severity if severity and [rule for rule in own if rule["code"] == code] == _with(code, severity) else ""


def _with(code: str, severity: str) -> list[dict[str, Any]]:
    return [{**rule, "severity": severity} for rule in _PROGRAM[code]]


def restated(severities: Mapping[str, str]) -> list[dict[str, Any]]:
    """The program's rules of these codes with these severities, in the program's order."""
    return [rule for code in STANDARD if code in severities for rule in _with(code, severities[code])]
