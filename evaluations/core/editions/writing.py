"""An edition as the data and the text of its file, in the current format: what `file.read_edition` reads."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluations.core.checks import BUILT_IN
from evaluations.core.form import formats
from evaluations.core.form.edition import Edition
from evaluations.core.form.former_rules import FORMER_RULES, columns_of, rules_for
from evaluations.core.form.stated import Rule

_STATED: Mapping[str, str] = {rule["code"]: rule["relation"] for rule in FORMER_RULES if "relation" in rule}
STANDARD: Mapping[str, str] = {**_STATED, **{code: check.relation for code, check in BUILT_IN.items()}}
"""The program's own relations that an edition may take over: what each asks, by code, in the program's order."""


def with_named_rules(edition: Edition) -> Edition:
    """The same edition, which takes over by their codes, in the program's order, those rules that are word for word the program's.

    An edition keeps its rules if it would have them in another order otherwise.
    """
    program = _program(edition.model_dump(include={"attachment2"}))
    shared = {code for code in _STATED if _of(edition.rules, code) == _of(program, code)}
    own = tuple(rule for rule in edition.rules if rule.code not in shared)
    if (*own, *(rule for rule in program if rule.code in shared)) != edition.rules:
        return edition
    named = shared | {*edition.standard_rules}
    return edition.model_copy(update={"standard_rules": tuple(code for code in STANDARD if code in named)})


def _program(data: Mapping[str, Any]) -> Sequence[Rule]:
    """The program's own rules for the columns of the edition with this data."""
    return [Rule.model_validate(rule) for rule in rules_for(columns_of(data))]


def _of(rules: Sequence[Rule], code: str) -> Sequence[Rule]:
    return [rule for rule in rules if rule.code == code]


def data_of(edition: Edition) -> dict[str, Any]:
    """The data of the edition's file, without what goes without saying; decimals are texts."""
    data = edition.model_dump(mode="json", exclude_defaults=True)
    taken_over = sum(rule["code"] in edition.standard_rules for rule in rules_for(columns_of(data)))
    own = data.pop("rules", [])[: len(edition.rules) - taken_over]
    return {**data, **({"rules": own} if own else {}), "format": formats.EDITION}


def text_of(data: Mapping[str, Any]) -> str:
    """The TOML text of an edition's data; equal data gives equal bytes."""
    return "\n".join(_table((), data)).lstrip("\n") + "\n"


def _table(path: Sequence[str], table: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a table: its own values, then the tables and lists of tables within it."""
    for key, value in table.items():
        if not _is_table(value) and not _is_tables(value):
            yield f"{_key(key)} = {_inline(value)}"
    for key, value in table.items():
        inner = (*path, _key(key))
        head = ".".join(inner)
        if _is_table(value):
            yield from ("", f"[{head}]", *_table(inner, value))
        elif _is_tables(value):
            for item in value:
                yield from ("", f"[[{head}]]", *_table(inner, item))


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_tables(value: object) -> bool:
    """Whether the value is a list of tables, each under a heading of its own; shallow ones stand in one line each."""
    if not isinstance(value, list | tuple) or not value or not all(isinstance(item, dict) for item in value):
        return False
    return any(isinstance(inner, list | dict) for item in value for inner in item.values()) or len(value[0]) > 4


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {_inline(inner)}' for key, inner in value.items())} }}"
    if isinstance(value, list | tuple):
        items = [_inline(item) for item in value]
        if any(isinstance(item, dict) for item in value):
            return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
        return f"[{', '.join(items)}]"
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _inline(key)
