"""A form as wide as a bureau may make it: 400 fields of its own and 200 rules; compiling it, its page, an autosave, its checks."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import batched, count
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.actors import actor_of
from accounts.roles import Role
from accounts.services import add_person
from benchmarks.cases import checking, shown
from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content.blank import blank_document
from evaluations.core.content.cells import fill
from evaluations.core.editions.file import judged, stored_edition
from evaluations.core.editions.writing import data_of, text_of, with_named_rules
from evaluations.core.workbook.small_changes import changed
from evaluations.dossier import store
from evaluations.fiscal_years.loading import load_edition
from evaluations.fiscal_years.models import FormEdition
from evaluations.fiscal_years.services import open_year
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import begin
from evaluations.units.services import add_region, add_unit

FIELDS, RULES = 400, 200


def wide(code: str = "hunan-2018") -> dict[str, Any]:
    """The data of a shipped form with 400 fields and 200 rules more."""
    data: dict[str, Any] = data_of(with_named_rules(FormEdition.objects.get(code=code).edition))
    names = [f"basic_data.wide_{number}" for number in range(FIELDS)]
    layout = data["layouts"]["attachment2"]
    beside = len(layout["widths"]) - 1
    fields = [{"cell": name, "label": f"字段 {number}", "kind": "amount"} for number, name in enumerate(names)]
    lines = [
        {
            "part": "basic_data",
            "cells": [
                {"role": "label", "text": f"字段 {line * beside} 起"},
                *({"role": "amount", "text": f"{{{name}}}"} for name in some),
                *({"role": "heading"} for _ in range(beside - len(some))),
            ],
        }
        for line, some in enumerate(batched(names, beside, strict=False))
    ]
    rules = [
        {
            "code": f"XM-{number:02}" if number < 100 else f"XN-{number - 100:02}",
            "relation": f"字段 {number} ≤ 字段 {number + 1} + 字段 {number + 2}",
            "severity": "warning",
            "holds": f"{names[number]} ≤ 合计({names[number + 1]}, {names[number + 2]})",
            "cell": names[number],
            "message": "填的是 {左}，不应大于 {右}",
        }
        for number in range(RULES)
    ]
    layouts = {**data["layouts"], "attachment2": {**layout, "lines": [*layout["lines"], *lines]}}
    return data | {
        "code": "wide",
        "fields": fields,
        "layouts": layouts,
        "rules": rules,
        "standard_rules": [],
        "samples": [],
    }


def benchmarks() -> Iterator[tuple[str, Callable[[], object]]]:
    """(name, work) of each benchmark."""
    data = wide()
    text = text_of(data)
    edition, problems = judged(data)
    assert edition is not None, problems
    yield "judge the form", lambda: judged(data)
    yield "compile the form", lambda: compiled(text)
    yield "change a cell in a page", lambda: changed(edition, "form", {"B5": "另一个名称"})
    evaluation, browser = filled_in(text)
    document = store.load(evaluation)
    yield "all checks", checking(edition, document)
    yield "page of 400 fields", lambda: shown(browser, f"/evaluations/{evaluation.pk}/basic-data/")
    yield "autosave of one field", saving(browser, evaluation)


def compiled(text: str) -> None:
    """Compile a form as a process does that meets it for the first time."""
    edition = stored_edition(text)
    checks.run(Case(edition, blank_document(edition, 2023)))


def filled_in(text: str) -> tuple[SelfEvaluation, Client]:
    """An evaluation with all fields filled in, and its preparer's browser."""
    region = add_region("000001", "测试区", "测试区财政局")
    unit = add_unit(region, "BENCH", "测试单位")
    preparer = add_person("benchmark", "甲", Role.PREPARER, "benchmark-only", unit=unit)
    now, later = timezone.now(), timezone.now() + timedelta(days=9)
    year = open_year(region, 2023, load_edition(text), opens_at=now, deadline=later, actor=None)
    evaluation = store.documents().get(pk=begin(unit, year, actor_of(preparer)).pk)
    stored = store.load(evaluation)
    typed = {f"basic_data.wide_{number}": "12.34" for number in range(FIELDS)}
    full, unreadable = fill(store.edition_of(evaluation), stored, typed)
    assert not unreadable
    store.save(evaluation, stored, full, revision=evaluation.revision, actor=actor_of(preparer))
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(preparer)
    return store.documents().get(pk=evaluation.pk), browser


def saving(browser: Client, evaluation: SelfEvaluation) -> Callable[[], object]:
    """Autosaves one field, with a new value each time."""
    turns = count(1)

    def save() -> None:
        revision = SelfEvaluation.objects.values_list("revision", flat=True).get(pk=evaluation.pk)
        body = {"revision": revision, "cells": {"basic_data.wide_7": str(next(turns))}}
        address = f"/evaluations/{evaluation.pk}/basic-data/cells/"
        response = browser.post(address, body, content_type="application/json")
        assert response.status_code == 200, response.status_code

    return save
