"""Tests of frozen data: every shape that was ever stored stays readable, and none changes without a number of its own."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange
from evaluations.core.editions.file import EditionError, read_edition, stored_edition
from evaluations.core.findings import finding
from evaluations.core.form import formats
from evaluations.core.form.document import FORMAT, Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.former_rules import FORMER_RULES
from evaluations.core.layouts.report import report
from tests.core.builders import HERE, real_figures
from tests.core.sheets import attachment2, attachment3

GOLDEN = HERE / "golden"
EDITIONS = sorted(GOLDEN.glob("edition-*.toml"))
DOCUMENTS = sorted(GOLDEN.glob("document-*.json"))
FIRST, LATEST_OF_1 = GOLDEN / "edition-1-without-file-names.toml", GOLDEN / "edition-1.toml"

FINGERPRINTS = {
    ("document", 1): "fe786493b2e0160d",
    ("edition", 2): "8ccf57e52fae8ca7",
    ("edition", 3): "ee9076377ce4345c",
    ("edition", 4): "6cbf6d84e3d10480",
    ("document", 2): "112ff204e13a752f",
    ("edition", 5): "9bd3522f2065a316",
    ("edition", 6): "7c1e18b7aea867e5",
    ("document", 3): "127e018c0996020a",
    ("edition", 7): "827e63b5bc02e6bd",
    ("document", 4): "0f3a5aeb151dcd0d",
    ("edition", 8): "de17a2b57e643a2c",
    ("document", 5): "7a999d34b26dce8b",
    ("edition", 9): "6f5ccef56fab1a71",
}
"""The shape of each format, from the first that was held so on; a line is never changed, only added."""

RECIPE = """
The shape of a frozen {kind} has changed, and format {number} is stored in databases. Either take the change back, or make it format {next}:
1. evaluations/core/form/formats.py: append to {steps} a step from the raw data of format {number} to that of format {next}, which supplies the
   old wording of a new label and renames what was renamed; where old data stays as it is, the step gives back what it was given.
2. evaluations/core/form/document.py (documents only): name format {next} in `FORMAT`.
3. tests/core/golden/: add {kind}-{next}.{ending}, a file of the new format; leave every other file there as it is.
4. FINGERPRINTS here: add ("{kind}", {next}): "{found}"; leave the line of format {number}.
"""


def content(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def shape(schema: Any, parts: Mapping[str, Any]) -> Any:
    """A JSON schema without its words and the names of its `parts`, which nothing stored depends on."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return shape(parts[schema["$ref"].removeprefix("#/$defs/")], parts)
        return {
            key: shape(value, parts)
            for key, value in schema.items()
            if key != "$defs" and not (is_words(key) and isinstance(value, str))
        }
    return [shape(value, parts) for value in schema] if isinstance(schema, list) else schema


def is_words(key: str) -> bool:
    return key in ("title", "description")


@pytest.mark.parametrize(
    ("kind", "model", "number", "ending"),
    [("document", Document, formats.DOCUMENT, "json"), ("edition", Edition, formats.EDITION, "toml")],
)
def test_the_shape_of_frozen_data_changes_with_a_new_format_only(
    kind: str, model: type[Document | Edition], number: int, ending: str
) -> None:
    schema = model.model_json_schema()
    stated = json.dumps(shape(schema, schema.get("$defs", {})), sort_keys=True).encode()
    found = hashlib.sha256(stated).hexdigest()[:16]
    if FINGERPRINTS.get((kind, number)) != found:
        steps = f"{kind.upper()}_STEPS"
        pytest.fail(
            RECIPE.format(kind=kind, number=number, next=number + 1, ending=ending, steps=steps, found=found), False
        )
    assert all(list(GOLDEN.glob(f"{kind}-{each}*.{ending}")) for each in range(1, number + 1)), (
        "a format without a file"
    )


def test_a_document_is_written_in_todays_format() -> None:
    assert f"self-evaluation/{formats.DOCUMENT}" == FORMAT


@pytest.mark.parametrize("file", EDITIONS, ids=lambda file: file.stem)
def test_an_edition_of_every_format_is_drawn_and_judged(file: Path) -> None:
    form = stored_edition(content(file))
    assert (form.attachment2.file_name, form.attachment3.file_name) == ("基础数据表", "自评表")
    filled = interchange.for_edition(form, real_figures())
    assert attachment2(form, filled).rows
    assert attachment3(form, filled).rows
    assert report(form, filled).sections
    assert checks.run(Case(form, filled))


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_a_document_of_every_format_is_read_as_it_was_frozen(file: Path) -> None:
    kept = interchange.stored_document(content(file))
    assert kept.format == FORMAT
    assert json.loads(interchange.dump(kept)) == formats.document(json.loads(content(file)))


def test_what_may_not_be_typed_any_more_stays_in_a_frozen_document() -> None:
    text = content(GOLDEN / "document-1-before-limits.json")
    with pytest.raises(interchange.Faults):
        interchange.new_document(text.encode())
    assert str(interchange.stored_document(text).filing_date) == "1999-03-15"


def test_frozen_findings_are_read_as_they_were_frozen() -> None:
    text = content(GOLDEN / "findings.json")
    assert json.loads(finding.dump(finding.parse(text))) == json.loads(text)


# What was added to format 1 later


def later() -> list[tuple[str, str]]:
    """(part, key) of what the last edition of format 1 says and the first did not."""
    first, last = tomllib.loads(content(FIRST)), tomllib.loads(content(LATEST_OF_1))
    return [
        (part, key) for part, keys in last.items() if isinstance(keys, dict) for key in keys if key not in first[part]
    ]


def test_later_labels_are_known() -> None:
    assert ("attachment2", "file_name") in later()
    assert ("thresholds", "magnitude") in later()


@pytest.mark.parametrize(("part", "key"), later())
def test_an_edition_without_a_label_that_was_added_later_is_read(part: str, key: str) -> None:
    data = tomllib.loads(content(LATEST_OF_1))
    del data[part][key]
    if key == "adjustment":
        del data[part]["sentences"]
    assert Edition.model_validate(formats.edition(data)).code == "lusong-2023"


# Numbers


def with_format(number: str) -> str:
    return content(LATEST_OF_1).replace("\ncode =", f"\nformat = {number}\ncode =", 1)


def test_an_edition_may_say_its_format() -> None:
    assert read_edition(with_format("1")) == read_edition(content(LATEST_OF_1))
    assert read_edition(with_format("3")) == read_edition(content(LATEST_OF_1))


def test_an_edition_that_states_its_rules_is_judged_by_no_others() -> None:
    assert {rule.code for rule in stored_edition(content(FIRST)).rules} == {rule["code"] for rule in FORMER_RULES}
    assert [rule.code for rule in stored_edition(content(GOLDEN / "edition-5.toml")).rules] == ["X-01", "Z-01", "Z-02"]
    silent = content(GOLDEN / "edition-4.toml").replace("\nformat = 4\n", "\nformat = 5\n")
    assert stored_edition(silent).rules == ()


def test_an_edition_that_states_its_scores_suggests_by_no_others() -> None:
    assert len(stored_edition(content(FIRST)).scores) == 7
    silent = content(GOLDEN / "edition-6.toml").partition("[[scores]]")[0]
    assert stored_edition(silent).scores == ()


@pytest.mark.parametrize("number", ["0", "-1", "true", '"1"', "1.0", "[]"])
def test_a_format_that_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(EditionError, match="第 3 行 format：应为不带引号的整数，不能小于 1"):
        read_edition(with_format(number))


def test_an_edition_of_a_newer_format_is_refused_in_words() -> None:
    with pytest.raises(EditionError) as refused:
        stored_edition(with_format("99"))
    assert str(refused.value) == (
        f"第 3 行 format：这份表样是第 99 版格式，本系统只认识到第 {formats.EDITION} 版，请升级本系统后重试。"
    )


def test_a_document_of_a_newer_format_is_refused_in_words() -> None:
    text = content(GOLDEN / f"document-{formats.DOCUMENT}.json").replace(FORMAT, "self-evaluation/99")
    with pytest.raises(interchange.Faults, match="这份自评数据是第 99 版格式"):
        interchange.new_document(text.encode())


def test_a_format_without_a_label_that_became_mandatory_stays_strict_in_a_newer_one() -> None:
    said = content(FIRST).replace("\ncode =", "\nformat = 2\ncode =", 1)
    with pytest.raises(EditionError, match=r"attachment2\.file_name：缺少这一项"):
        read_edition(said)


def test_the_steps_from_a_format_on_are_taken_in_order_and_leave_what_is_stored() -> None:
    steps = [lambda data: {**data, "b": data["a"]}, lambda data: {**data, "c": data["b"] + 1}]
    stored = {"a": 1}
    assert formats.through(steps, stored, 1, "") == {"a": 1, "b": 1, "c": 2}
    assert formats.through(steps, {"b": 5}, 2, "") == {"b": 5, "c": 6}
    assert formats.through(steps, stored, 3, "") == stored == {"a": 1}
