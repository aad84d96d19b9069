"""Loads and saves 附件2, 附件3 and the further tables between the core document and its rows, with the facts that follow from them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from django.db import transaction

from evaluations.contents.models import Fact, FormRow
from evaluations.core.content import stored
from evaluations.core.content.facts import Facts, facts
from evaluations.core.content.library import Used
from evaluations.core.content.stored import Rows as RowsOfCells
from evaluations.core.form.document import BasicData, Direction, Document, FurtherTables, SelfAssessment
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.records.content import Columns, Key, Rows, Values, add_rows, delete_rows, put_rows
from evaluations.records.models import SelfEvaluation

TABLES = (Columns(FormRow, "position", ("section", "cells")),)
_PLACE = ("section", "position")
_OF_FACT = ("concept", "row")


class Tables(NamedTuple):
    """What a document holds of its tables."""

    basic_data: BasicData
    self_assessment: SelfAssessment
    further: FurtherTables


def load(edition: Edition, rows: Rows) -> Tables:
    """The tables in form order, from `rows` (of TABLES)."""
    placed = {(section, position): stored.load(cells) for position, section, cells in rows[FormRow]}
    further = stored.further(edition, placed)
    return Tables(stored.basic_data(edition, placed), stored.self_assessment(edition, placed), further)


def save(evaluation: SelfEvaluation, edition: Edition, before: Document, after: Document) -> None:
    """Turn the rows and facts into those of `after`, writing only what differs from `before`; at most six queries."""
    if all(getattr(before, part) == getattr(after, part) for part in Tables._fields):
        return
    old, new = stored.differing(edition, before, after)
    delete_rows(FormRow.objects, evaluation, _PLACE, old.keys() - new.keys())
    put_rows(FormRow, evaluation, _PLACE, _packed(new))
    was, now = _facts(edition, before), _facts(edition, after)
    delete_rows(Fact.objects, evaluation, _OF_FACT, was.keys() - now.keys())
    put_rows(Fact, evaluation, _OF_FACT, _amounts({key: now[key] for key in now if now[key] != was.get(key)}))


def replace(evaluation: SelfEvaluation, edition: Edition, after: Document) -> None:
    """Put the content of `after`, of another edition than what is stored, in place of all rows and facts; four queries."""
    FormRow.objects.filter(evaluation=evaluation).delete()
    Fact.objects.filter(evaluation=evaluation).delete()
    add([(evaluation, edition, after)])


def add(added: Sequence[tuple[SelfEvaluation, Edition, Document]]) -> None:
    """The rows and facts of evaluations that have none yet, two queries however many."""
    rows = [(evaluation, _packed(stored.rows(edition, content))) for evaluation, edition, content in added]
    add_rows(FormRow.objects, _PLACE, rows)
    add_rows(
        Fact.objects,
        _OF_FACT,
        [(evaluation, _amounts(_facts(edition, content))) for evaluation, edition, content in added],
    )


@transaction.atomic
def recompute_facts(evaluations: Sequence[int]) -> None:
    """Derive the facts of the evaluations, given by primary key, from their rows again. Four queries; nobody can save these meanwhile."""
    found = SelfEvaluation.objects.filter(pk__in=evaluations).select_related("edition").order_by("pk")
    locked = list(found.select_for_update(of=("self",)))
    rows: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    read = FormRow.objects.filter(evaluation__in=locked)
    for pk, position, section, cells in read.values_list("evaluation", "position", "section", "cells"):
        rows[pk].append((position, section, cells))
    contents = [(one, load(one.edition.edition, {FormRow: rows[one.pk]})) for one in locked]
    Fact.objects.filter(evaluation__in=locked).delete()
    add_rows(
        Fact.objects,
        _OF_FACT,
        [
            (one, _amounts(facts(one.edition.edition, content.basic_data, content.self_assessment)))
            for one, content in contents
        ],
    )


def _packed(rows: RowsOfCells) -> dict[Key, Values]:
    return {place: {"cells": stored.dump(cells)} for place, cells in rows.items()}


def _facts(edition: Edition, document: Document) -> Facts:
    return facts(edition, document.basic_data, document.self_assessment)


def _amounts(of: Facts) -> dict[Key, Values]:
    return {key: {"amount": amount} for key, amount in of.items()}


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
