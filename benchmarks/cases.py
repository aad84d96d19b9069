"""The hot paths, each as a function without arguments, for one evaluation with 40 indicators, ten funds and full chapters."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import count
from urllib.parse import urlencode

from django.test import Client
from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from accounts.services import add_person
from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content.cells import cells, in_form_order
from evaluations.core.form.document import Document, ExpenditureRow, Indicator
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.drawing import table, tables
from evaluations.core.layouts.grid import Grid
from evaluations.core.readback.reading import read_back
from evaluations.core.readback.taking import place, preview
from evaluations.dossier import store
from evaluations.files.export import content
from evaluations.files.reader import child
from evaluations.files.reading import read
from evaluations.files.xlsx import sheet
from evaluations.filling.steps import INDICATORS, STEPS, step_of
from evaluations.fiscal_years.models import FormEdition
from evaluations.fiscal_years.services import open_year
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import begin
from evaluations.units.services import add_region, add_unit

INDICATOR_COUNT = 40
FUND_COUNT = 10
CHAPTER = "本年度按计划完成各项工作，资金使用合规，绩效目标基本实现。" * 20


def benchmarks(evaluation: SelfEvaluation, preparer: User) -> Iterator[tuple[str, Callable[[], object]]]:
    """(name, work) of each benchmark; the arguments come from `prepared`."""
    edition = store.edition_of(evaluation)
    document = store.load(evaluation)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(preparer)
    address = f"/evaluations/{evaluation.pk}"

    yield "load a document", loading(evaluation)
    yield "all checks", checking(edition, document)
    yield "page of 附件2", lambda: shown(browser, f"{address}/basic-data/")
    yield "page of 40 indicators", lambda: shown(browser, f"{address}/indicators/")
    yield "save of 40 indicators", saving(browser, edition, evaluation)
    yield "autosave of one cell", saving_one_cell(browser, evaluation)
    yield "one cell, then the page", in_turn(saving_one_cell(browser, evaluation), f"{address}/indicators/", browser)
    yield "both sheets", lambda: [sheet(grid, author="财政局") for grid in tables(edition, document)]
    yield "附件3 in bulk, drawn", in_bulk(edition, document, lambda _: None)
    yield "附件3 in bulk, a file", in_bulk(edition, document, lambda grid: sheet(grid, author="财政局"))
    yield "hand-in in Word", exporting(edition, document, "docx")
    yield "hand-in as PDF", exporting(edition, document, "pdf")
    yield from reading(edition, document)


def reading(edition: Edition, document: Document) -> Iterator[tuple[str, Callable[[], object]]]:
    """(name, work) of each step from a file of 附件3 with 40 indicators to what it would change."""
    handed_in = sheet(table(edition, "attachment3", document), author="财政局")
    source = read("附件3.xlsx", handed_in)
    file = read_back(edition, document.fiscal_year, source)
    yield "a sheet, in a process", lambda: read("附件3.xlsx", handed_in)
    yield "a sheet, parsed", lambda: child.parsed(handed_in, ".xlsx")
    yield "a sheet, understood", lambda: read_back(edition, document.fiscal_year, source)
    yield "a sheet, beside the draft", lambda: preview(edition, file, place(edition, document, file, file.texts))


def weights(evaluation: SelfEvaluation, preparer: User) -> Iterator[tuple[str, float, float]]:
    """(step, kilobytes of its page's HTML, kilobytes sent) of each step."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(preparer)
    for step in STEPS:
        address = f"/evaluations/{evaluation.pk}/{step.code}/"
        sent = browser.get(address, headers={"Accept-Encoding": "gzip"})
        yield step.code, len(browser.get(address).content) / 1024, len(sent.content) / 1024


def shown(browser: Client, address: str) -> None:
    """Get a page, which must exist."""
    assert browser.get(address).status_code == 200


def saving(browser: Client, edition: Edition, evaluation: SelfEvaluation) -> Callable[[], object]:
    """Posts the step with all 40 indicators, encoded as by a browser, with new actual values each time."""
    turns = count(1)
    listed = cells(edition, store.load(evaluation))
    typed = {path: cell.text for path, cell in listed.items() if step_of(edition, path) is INDICATORS}

    def save() -> None:
        turn = next(turns)
        changed = {path: f"{turn}个" for path in typed if path.endswith(".actual")}
        revision = SelfEvaluation.objects.values_list("revision", flat=True).get(pk=evaluation.pk)
        form = urlencode(typed | changed | {"revision": str(revision), "action": "save"})
        response = browser.post(f"/evaluations/{evaluation.pk}/indicators/", form, "application/x-www-form-urlencoded")
        assert response.status_code == 303, response.status_code

    return save


def saving_one_cell(browser: Client, evaluation: SelfEvaluation) -> Callable[[], object]:
    """Autosaves one cell of the 40 indicators, with a new value each time."""
    turns = count(1)

    def save() -> None:
        revision = SelfEvaluation.objects.values_list("revision", flat=True).get(pk=evaluation.pk)
        body = {"revision": revision, "cells": {"self_assessment.indicators.1.actual": f"{next(turns)}个"}}
        address = f"/evaluations/{evaluation.pk}/indicators/cells/"
        response = browser.post(address, body, content_type="application/json")
        assert response.status_code == 200, response.status_code

    return save


def in_turn(save: Callable[[], object], address: str, browser: Client) -> Callable[[], object]:
    """Saves, and gets a page that must be drawn anew therefore."""

    def both() -> None:
        save()
        shown(browser, address)

    return both


def loading(evaluation: SelfEvaluation) -> Callable[[], object]:
    """Reads an evaluation and its document, each time as after a save by another process."""
    turns = count(1)

    def load() -> None:
        found = store.documents().get(pk=evaluation.pk)
        found.updated_at += timedelta(microseconds=next(turns))
        store.load(found)

    return load


def checking(edition: Edition, document: Document) -> Callable[[], object]:
    """Runs all checks, each time on the document of another unit: what is found in one is kept for the next of the same."""
    turns = count(1)

    def check() -> None:
        unit = document.unit.model_copy(update={"code": f"U{next(turns)}"})
        checks.run(Case(edition, document.model_copy(update={"unit": unit})))

    return check


def in_bulk(edition: Edition, document: Document, make: Callable[[Grid], object]) -> Callable[[], object]:
    """Draws 附件3 of one evaluation after the other, each with actual values of its own, and makes something of it."""
    turns = count(1)

    def one() -> None:
        turn = next(turns)
        assessed = document.self_assessment
        rows = tuple(row.model_copy(update={"actual": f"{turn}个"}) for row in assessed.indicators)
        other = assessed.model_copy(update={"executed": Decimal(turn), "indicators": rows})
        make(table(edition, "attachment3", document.model_copy(update={"self_assessment": other})))

    return one


def turned(document: Document, turn: int) -> Document:
    """The document with a telephone number of its own."""
    return document.model_copy(update={"preparer": document.preparer.model_copy(update={"phone": str(turn)})})


def exporting(edition: Edition, document: Document, which: str) -> Callable[[], object]:
    """Exports the whole submission, with a new telephone number each time, so that nothing can be reused."""
    turns = count(1)

    def export() -> None:
        content(turned(document, next(turns)), edition, which, author="财政局")

    return export


def prepared() -> tuple[SelfEvaluation, User]:
    """An evaluation filled in by its preparer."""
    region = add_region("000001", "测试区", "测试区财政局")
    unit = add_unit(region, "BENCH", "测试单位")
    preparer = add_person("benchmark", "甲", Role.PREPARER, "benchmark-only", unit=unit)
    now = timezone.now()
    year = open_year(
        region,
        2023,
        FormEdition.objects.filter(code="lusong-2023").earliest("pk"),
        opens_at=now,
        deadline=now + timedelta(days=9),
        actor=None,
    )
    evaluation = store.documents().get(pk=begin(unit, year, actor_of(preparer)).pk)
    stored = store.load(evaluation)
    edition = store.edition_of(evaluation)
    store.save(evaluation, stored, full(edition, stored), revision=evaluation.revision, actor=actor_of(preparer))
    return store.documents().get(pk=evaluation.pk), preparer


def full(edition: Edition, document: Document) -> Document:
    """`document` with every kind of row in use."""
    amount = Decimal("12.34")
    lines = tuple(
        ExpenditureRow(
            item=line.item,
            name=f"项目 {number + 1}" if line.kind == "rows" else None,
            prior_final=amount if line.prior else None,
            budget=amount,
            final=amount,
        )
        for line in edition.lines
        if line.kind != "heading"
        for number in range(FUND_COUNT if line.kind == "rows" else 1)
    )
    categories = list(edition.categories)
    indicators = tuple(
        Indicator(
            category=categories[number % len(categories)],
            name=f"指标 {number + 1}",
            target="100个",
            actual="90个",
            weight=Decimal(2),
            score=Decimal("1.8"),
            deviation_reason="部分工作跨年度实施，下年度提前安排。",
        )
        for number in range(INDICATOR_COUNT)
    )
    filled = {
        "basic_data": document.basic_data.model_copy(update={"expenditure": lines, "thrift_measures": "厉行节约。"}),
        "self_assessment": document.self_assessment.model_copy(
            update={
                "initial_budget": amount,
                "adjusted_budget": amount,
                "executed": amount,
                "indicators": indicators,
            }
        ),
        "report": document.report.model_copy(
            update={"chapters": {str(chapter.number): CHAPTER for chapter in edition.report.chapters}}
        ),
    }
    return in_form_order(edition, document.model_copy(update=filled))
