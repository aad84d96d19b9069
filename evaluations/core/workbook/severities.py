"""The program's own rules that an edition takes over with another severity: for the edition rules of its own, in the workbook a word beside their code."""

from collections.abc import Mapping, Sequence
from typing import Any

from evaluations.core.editions.writing import STANDARD, data_of, with_named_rules
from evaluations.core.form.edition import Edition
from evaluations.core.form.former_rules import FORMER_RULES, columns_of, rules_for
from evaluations.core.form.stated import Rule
from evaluations.core.workbook.sheets import Row

SEVERITIES_AT = "severities"
"""The key of these severities, by code, in the data of the sheets; the edition's own data has none."""


SEVERITY: Mapping[str, str] = {
    rule["code"]: rule["severity"]
    for rule in FORMER_RULES
    if all(other["severity"] == rule["severity"] for other in FORMER_RULES if other["code"] == rule["code"])
}
"""The severity of each of the program's rules of which it can be changed: not of those that no rule can say, nor of those that have several."""


def sheet_data(edition: Edition) -> Row:
    """The edition's data as the sheets show it: rules that are the program's are named; those that are but for their severity, too."""
    data = data_of(with_named_rules(edition))
    own = data.get("rules", [])
    other = {code: severity for code in SEVERITY if (severity := _other(data, own, code))}
    rest = [rule for rule in own if rule["code"] not in other]
    if not other or [*rest, *restated(data, other)] != own:
        return data
    return {**data, "rules": rest, SEVERITIES_AT: other}


def _other(data: Row, own: Sequence[Row], code: str) -> str:
    """The severity with which `own` rules state what the program's of this code do; "" if they don't."""
    severity = next((rule["severity"] for rule in own if rule["code"] == code), "")
    stated = [rule for rule in own if rule["code"] == code]
    return severity if severity and stated == restated(data, {code: severity}) else ""


def restated(data: Row, severities: Mapping[str, str]) -> list[dict[str, Any]]:
    """The program's rules of these codes with these severities for the edition with this data, in the program's order."""
    program = [Rule.model_validate(rule) for rule in rules_for(columns_of(data)) if rule["code"] in severities]
    stated = [rule.model_dump(mode="json", exclude_defaults=True) for rule in program]
    return [
        {**rule, "severity": severities[code]}
        for code in STANDARD
        if code in severities
        for rule in stated
        if rule["code"] == code
    ]
