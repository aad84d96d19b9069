"""Loads and saves 附件2 and 附件3 between the core document and its rows, with the facts that follow from them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from django.db import transaction

from evaluations.contents.models import Fact, FormRow
from evaluations.core.content import stored
from evaluations.core.content.facts import Facts, facts
from evaluations.core.content.library import Used
from evaluations.core.content.stored import Cells, Place
from evaluations.core.form.document import BasicData, Direction, Document, SelfAssessment
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.records.content import Columns, Key, Rows, Values, add_rows, save_rows
from evaluations.records.models import SelfEvaluation

TABLES = (Columns(FormRow, "position", ("section", "cells")),)
_PLACE = ("section", "position")
_OF_FACT = ("concept", "row")


def load(edition: Edition, rows: Rows) -> tuple[BasicData, SelfAssessment]:
    """附件2 and 附件3 in form order, from `rows` (of TABLES)."""
    placed = {(section, position): stored.load(cells) for position, section, cells in rows[FormRow]}
    return stored.basic_data(edition, placed), stored.self_assessment(edition, placed)


def save(evaluation: SelfEvaluation, edition: Edition, before: Document, after: Document) -> None:
    """Turn the rows and facts into those of `after`, writing only what differs from `before`; at most six queries."""
    if (before.basic_data, before.self_assessment) == (after.basic_data, after.self_assessment):
        return
    old, new = stored.rows(edition, before), stored.rows(edition, after)
    save_rows(FormRow.objects, evaluation, _PLACE, _packed(old, new), _packed(new, old))
    save_rows(Fact.objects, evaluation, _OF_FACT, _amounts(facts(old)), _amounts(facts(new)))


def add(added: Sequence[tuple[SelfEvaluation, Edition, Document]]) -> None:
    """The rows and facts of evaluations that have none yet, two queries however many."""
    placed = [(evaluation, stored.rows(edition, content)) for evaluation, edition, content in added]
    add_rows(FormRow.objects, _PLACE, [(evaluation, _packed(rows, {})) for evaluation, rows in placed])
    add_rows(Fact.objects, _OF_FACT, [(evaluation, _amounts(facts(rows))) for evaluation, rows in placed])


def _packed(rows: Mapping[Place, Cells], beside: Mapping[Place, Cells]) -> dict[Key, Values]:
    """Those of the rows that do not stand `beside` them alike."""
    return {place: {"cells": stored.dump(cells)} for place, cells in rows.items() if beside.get(place) != cells}


def _amounts(of: Facts) -> dict[Key, Values]:
    return {key: {"amount": amount} for key, amount in of.items()}


def recompute_facts(evaluations: Sequence[int]) -> None:
    """Derive the facts of the evaluations, given by primary key, from their rows again. Four queries, and nobody can save these meanwhile."""
    with transaction.atomic():
        locked = list(SelfEvaluation.objects.select_for_update().filter(pk__in=evaluations).order_by("pk"))
        placed: dict[int, dict[Place, Cells]] = {one.pk: {} for one in locked}
        rows = FormRow.objects.filter(evaluation__in=locked).values_list("evaluation", *_PLACE, "cells")
        for evaluation, section, position, cells in rows:
            placed[evaluation][section, position] = stored.load(cells)
        Fact.objects.filter(evaluation__in=locked).delete()
        add_rows(Fact.objects, _OF_FACT, [(one, _amounts(facts(placed[one.pk]))) for one in locked])


def used_earlier(evaluation: SelfEvaluation) -> list[Used]:
    """The indicators of the unit's earlier years in forms of the same kind, latest year first; one query."""
    year = evaluation.fiscal_year
    rows = FormRow.objects.filter(
        evaluation__unit=evaluation.unit_id,
        evaluation__fiscal_year__year__lt=year.year,
        evaluation__fiscal_year__kind=year.kind,
        section=INDICATORS,
    ).order_by("-evaluation__fiscal_year__year", "position", "pk")
    return list(_used(rows.values_list("evaluation__fiscal_year__year", "cells")))


def _used(rows: Iterable[tuple[int, str]]) -> Iterator[Used]:
    for year, text in rows:
        cells = stored.load(text)
        direction = cast("Direction | None", cells.get("direction"))
        yield Used(year, cells["category"], cells.get("name", ""), cells.get("target", ""), direction)
