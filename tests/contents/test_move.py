"""A database of the release before: what stood in the tables of 附件2 and 附件3 is the same document after the migration."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from evaluations.contents.models import Fact, FormRow
from evaluations.core.content import stored
from evaluations.core.content.facts import facts
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.dossier.store import load
from evaluations.fiscal_years.models import FormEdition
from evaluations.records.models import SelfEvaluation
from tests.core import strategies
from tests.core.builders import document, edition, real_figures
from tests.dossier.filled import fetched, placed, put
from tests.factories import a_unit, a_year, an_evaluation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEFORE = [("contents", "0001_initial"), ("basic_data", "0002_own_fields"), ("self_assessment", "0002_own_fields")]
FORMER = [
    *(("basic_data", name) for name in ("BasicData", "ExpenditureRow", "Building")),
    *(("self_assessment", name) for name in ("SelfAssessment", "FundingAmount", "Indicator")),
]
move = import_module("evaluations.contents.migrations.0002_move")


class Release:
    """The release before, by the models that it had."""

    def __init__(self) -> None:
        for app, name in BEFORE:
            call_command("migrate", app, name, verbosity=0)
        self.models: Apps = MigrationExecutor(connection).loader.project_state(BEFORE).apps

    def add(self, app: str, name: str, evaluation: SelfEvaluation, /, **values: Any) -> None:
        self.models.get_model(app, name).objects.create(evaluation_id=evaluation.pk, **values)

    def save(self, evaluation: SelfEvaluation, content: Document) -> None:
        """Both attachments as that release stored them."""
        part, counts = content.basic_data, Counter[str]()
        once = {**part.staffing.model_dump(), "thrift_measures": part.thrift_measures, "fields": packed(part.fields)}
        self.add("basic_data", "BasicData", evaluation, **once)
        for row in part.expenditure:
            counts[row.item] += 1
            values = dict(row) | {"name": row.name or ""}
            self.add("basic_data", "ExpenditureRow", evaluation, position=counts[row.item], **values)
        for number, building in enumerate(part.buildings, 1):
            self.add("basic_data", "Building", evaluation, position=number, **dict(building))
        self.save_assessment(evaluation, content)

    def save_assessment(self, evaluation: SelfEvaluation, content: Document) -> None:
        part, counts = content.self_assessment, Counter[str]()
        lists = ("by_revenue", "by_expenditure", "indicators")
        once = {name: value for name, value in part if name not in lists}
        self.add("self_assessment", "SelfAssessment", evaluation, **once | {"fields": packed(part.fields)})
        for group in lists[:2]:
            filled = {item: amount for item, amount in getattr(part, group).items() if amount is not None}
            for item, amount in filled.items():
                self.add("self_assessment", "FundingAmount", evaluation, group=group, item=item, amount=amount)
        # The order in which rows were written says nothing.
        for row in part.indicators:
            counts[row.category] += 1
            values = dict(row) | {"direction": row.direction or "", "fields": packed(row.fields)}
            self.add("self_assessment", "Indicator", evaluation, position=counts[row.category], **values)


def packed(fields: Mapping[str, str]) -> str:
    return json.dumps(fields, ensure_ascii=False) if fields else ""


def emptied() -> None:
    """Nothing is filled in, in whatever tables there are."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for app, name in FORMER:
            if f"{app}_{name.lower()}" in tables:
                cursor.execute(f"DELETE FROM {app}_{name.lower()}")
    Fact.objects.all().delete()
    FormRow.objects.all().delete()


@pytest.fixture
def release() -> Iterator[Release]:
    yield Release()
    emptied()
    call_command("migrate", verbosity=0)


def evaluations_of(contents: list[tuple[Edition, Document]]) -> list[tuple[SelfEvaluation, Edition, Document]]:
    made = []
    for number, (form, content) in enumerate(contents):
        row = FormEdition.objects.filter(code=form.code).latest("version")
        year = a_year(2000 + number, edition=row)
        made.append((an_evaluation(a_unit(), year), form, content))
    return made


def assert_moved(evaluation: SelfEvaluation, form: Edition, content: Document) -> None:
    """It is loaded as the same document, and its rows and facts are those that a save would have written."""
    loaded = load(fetched(evaluation))
    assert (loaded.basic_data, loaded.self_assessment) == (content.basic_data, content.self_assessment)
    listed = FormRow.objects.filter(evaluation=evaluation).values_list("section", "position", "cells")
    rows = {(section, position): stored.load(cells) for section, position, cells in listed}
    assert rows == stored.rows(form, content)
    told = Fact.objects.filter(evaluation=evaluation).values_list("concept", "row", "amount")
    of = facts(form, content.basic_data, content.self_assessment)
    assert {(concept, row): amount for concept, row, amount in told} == of


# A failing example is not worth the minutes of migrations that a smaller one would take.
@settings(
    max_examples=4,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_whatever_was_filled_in_is_the_same_afterwards(data: st.DataObject) -> None:
    try:
        release = Release()
        forms = [one.edition for one in FormEdition.objects.order_by("code")]
        drawn = [(form, data.draw(strategies.filled(form))) for form in forms * 2]
        drawn += [(edition(), data.draw(strategies.documents(edition()))) for _ in range(3)]
        made = evaluations_of(drawn)
        for evaluation, _, content in made:
            release.save(evaluation, content)
        call_command("migrate", verbosity=0)
        for moved in made:
            assert_moved(*moved)
    finally:
        emptied()
        SelfEvaluation.objects.all().delete()
        call_command("migrate", verbosity=0)


def test_more_evaluations_than_a_batch_move_with_their_content(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move, "BATCH", 2)
    made = evaluations_of(
        [(edition(), content) for content in (document(), real_figures()) * 2] + [(edition(), document())]
    )
    for evaluation, _, content in made:
        release.save(evaluation, content)
    blank = an_evaluation(a_unit("U9"))
    call_command("migrate", verbosity=0)
    for moved in made:
        assert_moved(*moved)
    assert not FormRow.objects.filter(evaluation=blank).exists()


def test_the_old_tables_are_gone_and_a_draft_is_filled_in_further(release: Release) -> None:
    [(evaluation, form, content)] = evaluations_of([(edition(), document())])
    release.save(evaluation, content)
    call_command("migrate", verbosity=0)
    assert not {f"{app}_{name.lower()}" for app, name in FORMER} & set(connection.introspection.table_names())
    put(evaluation, real_figures())
    assert_moved(evaluation, form, placed(real_figures(), evaluation))


@pytest.mark.parametrize(
    ("name", "values", "path"),
    [
        (FORMER[1], {"item": "surprise", "position": 1}, "basic_data.expenditure.surprise"),
        (FORMER[1], {"item": "office", "position": 2, "final": Decimal(1)}, "basic_data.expenditure.office.final"),
        (FORMER[5], {"category": "output.surprise", "position": 1}, "self_assessment.indicators.output.surprise"),
    ],
    ids=["a line", "a line twice", "a category"],
)
def test_what_no_document_can_hold_stops_the_move_and_everything_stays(
    name: tuple[str, str], values: dict[str, Any], path: str, release: Release
) -> None:
    [(evaluation, _, content)] = evaluations_of([(edition(), document())])
    release.save(evaluation, content)
    release.add(*name, evaluation, **values)
    before = release.models.get_model(*name).objects.count()
    with pytest.raises(Exception, match=rf"自评 {evaluation.pk} 的 {path} "):
        call_command("migrate", verbosity=0)
    assert release.models.get_model(*name).objects.count() == before
    assert not FormRow.objects.exists()


def test_a_difference_is_named_by_its_cell() -> None:
    before = {("self_assessment.indicators", 2): {"score": "1.5"}}
    after = {("self_assessment.indicators", 2): {"score": "1.50001"}}
    with pytest.raises(
        move.Moved, match=r"自评 7 的 self_assessment\.indicators\.2\.score 原来是“1\.5”，迁移后是“1\.50001”"
    ):
        move.compare({7: before}, {7: after})
    with pytest.raises(move.Moved, match=r"basic_data\.buildings\.1 原来是“”，迁移后是“None”"):
        move.compare({7: {("basic_data.buildings", 1): {}}}, {7: {}})


def test_a_database_with_content_does_not_go_back(release: Release) -> None:
    call_command("migrate", verbosity=0)
    put(an_evaluation(), document())
    with pytest.raises(IrreversibleError, match="恢复升级前的备份"):
        call_command("migrate", "contents", "0001_initial", verbosity=0)
