"""Loads and saves 附件2 between the core document and its rows."""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from evaluations.basic_data import models
from evaluations.core.form.document import COLUMNS, BasicData, Building, ExpenditureRow, Staffing
from evaluations.core.form.edition import Edition
from evaluations.core.paths import BUILDING_FIELDS
from evaluations.records.content import Columns, Key, Rows, Values, add_rows, packed, save_rows, unpacked
from evaluations.records.models import SelfEvaluation

TABLES = (
    Columns(models.ExpenditureRow, "position", ("item", "name"), COLUMNS),
    Columns(models.Building, "position", amounts=BUILDING_FIELDS),
)


def load(edition: Edition, evaluation: SelfEvaluation, rows: Rows) -> BasicData:
    """附件2 of `evaluation` in form order, from its own row and `rows` (of TABLES)."""
    once = getattr(evaluation, "basic_data", None) or models.BasicData()
    return BasicData.model_construct(
        staffing=Staffing.model_construct(authorized_posts=once.authorized_posts, staff_in_post=once.staff_in_post),
        expenditure=tuple(_expenditure(edition, rows)),
        buildings=tuple(
            Building.model_construct(**dict(zip(BUILDING_FIELDS, areas_and_investments, strict=True)))
            for _, *areas_and_investments in sorted(rows[models.Building], key=itemgetter(0))
        ),
        thrift_measures=once.thrift_measures,
        fields=unpacked(once.fields),
    )


def _expenditure(edition: Edition, rows: Rows) -> Iterator[ExpenditureRow]:
    order = edition.line_order
    for _, item, name, *amounts in sorted(rows[models.ExpenditureRow], key=lambda row: (order[row[1]], row[0])):
        named = name if edition.line[item].kind == "rows" else None
        yield ExpenditureRow.model_construct(item=item, name=named, **dict(zip(COLUMNS, amounts, strict=True)))


def save(evaluation: SelfEvaluation, stored: BasicData, changed: BasicData) -> None:
    """Turn the rows into those of `changed`, writing only what differs from `stored`; at most nine queries."""
    save_rows(models.BasicData.objects, evaluation, (), {(): _once(stored)}, {(): _once(changed)})
    save_rows(
        models.ExpenditureRow.objects,
        evaluation,
        ("item", "position"),
        _lines(stored.expenditure),
        _lines(changed.expenditure),
    )
    save_rows(
        models.Building.objects, evaluation, ("position",), _buildings(stored.buildings), _buildings(changed.buildings)
    )


def add(added: Sequence[tuple[SelfEvaluation, BasicData]]) -> None:
    """The rows of evaluations that have none yet, three queries however many."""
    add_rows(models.BasicData.objects, (), [(one, {(): _once(part)}) for one, part in added])
    add_rows(
        models.ExpenditureRow.objects, ("item", "position"), [(one, _lines(part.expenditure)) for one, part in added]
    )
    add_rows(models.Building.objects, ("position",), [(one, _buildings(part.buildings)) for one, part in added])


def _once(part: BasicData) -> Values:
    return {
        "authorized_posts": part.staffing.authorized_posts,
        "staff_in_post": part.staffing.staff_in_post,
        "thrift_measures": part.thrift_measures,
        "fields": packed(part.fields),
    }


def _lines(rows: Sequence[ExpenditureRow]) -> dict[Key, Values]:
    counts: dict[str, int] = {}
    placed: dict[Key, Values] = {}
    for row in rows:
        counts[row.item] = counts.get(row.item, 0) + 1
        placed[row.item, counts[row.item]] = {"name": row.name or "", **_amounts(row)}
    return placed


def _amounts(row: ExpenditureRow) -> Values:
    return {"prior_final": row.prior_final, "budget": row.budget, "final": row.final}


def _buildings(rows: Sequence[Building]) -> dict[Key, Values]:
    return {(number,): {name: getattr(row, name) for name in BUILDING_FIELDS} for number, row in enumerate(rows, 1)}
