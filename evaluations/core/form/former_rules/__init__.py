"""The rules by which the program judged every edition of the formats 1 to 4, which could not state their own, as such an edition would state them.

They never change: an edition that wants other rules states them. One that takes these over has them for the columns of its own 附件2.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from evaluations.core.form.former_rules.across import ACROSS
from evaluations.core.form.former_rules.basic_data import BASIC_DATA
from evaluations.core.form.former_rules.report import REPORT
from evaluations.core.form.former_rules.self_assessment import SELF_ASSESSMENT

type Columns = tuple[tuple[str, str | None], ...]
"""The code and the meaning of each column of 附件2, in order."""
USUAL: Columns = (("prior_final", "last_final"), ("budget", "budget"), ("final", "final"))
"""The columns that every form had of old, and the names by which the rules are written."""
MOST_COLUMNS = 12
"""So many have room on a sheet."""
_WRITTEN: Sequence[Mapping[str, Any]] = (*BASIC_DATA, *SELF_ASSESSMENT, *REPORT, *ACROSS)
_COLUMN = re.compile(
    r"(?<![a-z_.])(basic_data\.expenditure\.[a-z_]+\.|attachment2\.|parts\.|)(prior_final|budget|final|column)(?![a-z_.])"
)


def columns_of(edition: Mapping[str, Any]) -> Columns:
    """The columns of 附件2 in the data of an edition, as far as they are legible; those of old for a form without it, which then lacks what the rules
    read."""
    part = edition.get("attachment2")
    stated = part.get("columns") if isinstance(part, dict) else None
    columns = stated[:MOST_COLUMNS] if isinstance(stated, list | tuple) else ()
    found = ((column.get("code"), column.get("meaning")) for column in columns if isinstance(column, dict))
    legible = ((code, meaning) for code, meaning in found if isinstance(code, str) and isinstance(meaning, str | None))
    return tuple(legible) or USUAL


@lru_cache(maxsize=64)
def rules_for(columns: Columns) -> Sequence[Mapping[str, Any]]:
    """The rules for a form with these columns. A meaning that none of them has keeps its old name, so that a rule that needs it is off."""
    given = {meaning: code for code, meaning in columns}
    names = {name: given.get(meaning, name) for name, meaning in USUAL}
    return tuple(rule for written in _WRITTEN for rule in _for_each(written, columns, names))


def _for_each(written: Mapping[str, Any], columns: Columns, names: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    """What is written once for some columns, once for each of them; anything else as it is."""
    rule = {key: value for key, value in written.items() if key != "columns"}
    which = {"all": (True, False), "last_year": (True,), "this_year": (False,)}.get(written.get("columns", ""))
    if which is None:
        yield _named(rule, names)
        return
    for code, meaning in columns:
        if (meaning == "last_final") in which:
            yield _named(rule, {**names, "column": code})


def _named(rule: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any]:
    def name(found: re.Match[str]) -> str:
        return found[1] + names.get(found[2], found[2])

    return {key: _COLUMN.sub(name, value) if isinstance(value, str) else value for key, value in rule.items()}


FORMER_RULES = rules_for(USUAL)
