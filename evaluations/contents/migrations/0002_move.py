"""What the former rooms kept of 附件2 and 附件3 in tables of their own moves into rows of cells; then those tables go.

Every evaluation is read from the old tables and again from the new rows, and a difference stops the migration, which then has changed nothing.
It is one transaction beside which nobody else can write, so that nothing is typed into a table that goes.
"""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import batched
from typing import Any, NamedTuple

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.state import StateApps

from evaluations.core.basics.values import show_amount

BATCH = 200
BASIC_DATA, LINE, BUILDING = (("basic_data", name) for name in ("BasicData", "ExpenditureRow", "Building"))
ASSESSMENT, FUNDS, INDICATOR = (("self_assessment", name) for name in ("SelfAssessment", "FundingAmount", "Indicator"))
FORMER = (BASIC_DATA, LINE, BUILDING, ASSESSMENT, FUNDS, INDICATOR)
LINES, BUILDINGS, INDICATORS = "basic_data.expenditure", "basic_data.buildings", "self_assessment.indicators"
FUNDS_AND_SCORES = {
    "self_assessment.initial_budget": "funds.initial",
    "self_assessment.adjusted_budget": "funds.adjusted",
    "self_assessment.executed": "funds.executed",
    "self_assessment.execution_score": "score.total",
    f"{INDICATORS}.score": "score.total",
}
OTHERS = ("id", "evaluation_id", "item", "position", "group")
"""The columns that say where a row stands, or nothing."""

type Row = dict[str, str]
type Content = dict[tuple[str, int], Row]


class Moved(Exception):
    """An evaluation would not be the same after the move."""

    def __init__(self, evaluation: int, path: str, what: str) -> None:
        super().__init__(
            f"自评 {evaluation} 的 {path} {what}，没有迁移任何内容；请把这条信息和数据库备份交给技术支持。"
        )


class Form(NamedTuple):
    """What the rows need to know of an edition: its lines, each with whether it takes named rows, and its categories in order."""

    lines: Mapping[str, bool]
    categories: Sequence[str]


def form(content: str) -> Form:
    """Of an edition's text; all formats write this alike."""
    parts = tomllib.loads(content)
    lines = parts.get("attachment2", {}).get("lines", ())
    levels = parts.get("attachment3", {}).get("levels", ())
    named = {line["item"]: line.get("kind") == "rows" for line in lines}
    return Form(named, [category["code"] for level in levels for category in level["categories"]])


def move(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """All evaluations, a batch at a time; then the old tables go."""
    lock(apps, editor)
    forms = {
        pk: form(text)
        for pk, text in apps.get_model("fiscal_years", "FormEdition").objects.values_list("pk", "content")
    }
    evaluations = apps.get_model("records", "SelfEvaluation").objects.order_by("pk").values_list("pk", "edition")
    for batch in batched(list(evaluations), BATCH, strict=False):
        former = {pk: Former(pk, forms[edition]) for pk, edition in batch}
        read_former(apps, former)
        contents = {pk: one.content() for pk, one in former.items()}
        write(apps, contents)
        compare(contents, read_rows(apps, contents))
    for model in FORMER:
        editor.delete_model(apps.get_model(*model))


def move_back(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Only a database in which nothing has been filled in goes back to the old tables.

    Raises:
        IrreversibleError: there is content.
    """
    if apps.get_model("contents", "FormRow").objects.exists():
        raise IrreversibleError("已有填报内容，不能退回旧表；请恢复升级前的备份。")
    for model in FORMER:
        editor.create_model(apps.get_model(*model))


def lock(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """A release that still runs waits, and then finds no table to write to. On SQLite the transaction alone does this."""
    if editor.connection.vendor == "postgresql":
        models = (apps.get_model(*model) for model in (("records", "SelfEvaluation"), *FORMER))
        tables = ", ".join(editor.quote_name(model._meta.db_table) for model in models)
        editor.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")


class Former:
    """What the old tables hold of one evaluation: its single cells by path, and the rows of its lists by section."""

    def __init__(self, pk: int, form: Form) -> None:
        self.pk, self.form = pk, form
        self.single: Row = {}
        self.lists: dict[str, list[Row]] = defaultdict(list)

    def once(self, prefix: str, row: Mapping[str, Any]) -> None:
        """Single cells."""
        cells = {f"{prefix}{code}": text for code, text in texts(row).items()}
        for path in cells.keys() & self.single.keys():
            raise Moved(self.pk, path, "在旧表中有两个")
        self.single |= cells

    def line(self, row: Mapping[str, Any]) -> None:
        """A line of 附件2, or one of its named rows."""
        section = f"{LINES}.{row['item']}"
        if row["item"] not in self.form.lines:
            raise Moved(self.pk, section, "在它的表样中没有")
        if self.form.lines[row["item"]]:
            self.lists[section].append(texts(row))
        else:
            self.once(f"{section}.", {**row, "name": ""})

    def indicator(self, row: Mapping[str, Any]) -> None:
        """An indicator; `content` puts them in order."""
        if row["category"] not in self.form.categories:
            raise Moved(self.pk, f"{INDICATORS}.{row['category']}", "在它的表样中没有")
        self.lists[INDICATORS].append(texts(row))

    def content(self) -> Content:
        """All rows by place."""
        self.lists[INDICATORS].sort(key=lambda row: self.form.categories.index(row["category"]))
        placed = {(section, at): row for section, rows in self.lists.items() for at, row in enumerate(rows, 1)}
        return {("", 0): self.single, **placed} if self.single else placed


def texts(row: Mapping[str, Any]) -> Row:
    """The filled cells of a row of an old table, as texts; the form's own fields among them."""
    own: Row = json.loads(row.get("fields") or "{}")
    cells = {code: value for code, value in row.items() if code not in (*OTHERS, "fields")}
    shown = {code: value if isinstance(value, str) else show_amount(value) for code, value in cells.items()}
    return {code: text for code, text in shown.items() if text} | own


def read_former(apps: StateApps, former: Mapping[int, Former]) -> None:
    """Read the old tables into `former`, a query each."""

    def rows(model: tuple[str, str], *order: str) -> Iterator[tuple[Former, dict[str, Any]]]:
        found = apps.get_model(*model).objects.filter(evaluation__in=list(former)).order_by(*order)
        return ((former[row["evaluation_id"]], row) for row in found.values())

    for one, row in rows(BASIC_DATA):
        staffing = {code: row.pop(code) for code in ("authorized_posts", "staff_in_post")}
        one.once("basic_data.staffing.", staffing)
        one.once("basic_data.", row)
    for one, row in rows(LINE, "position"):
        one.line(row)
    for one, row in rows(BUILDING, "position"):
        one.lists[BUILDINGS].append(texts(row))
    for one, row in rows(ASSESSMENT):
        one.once("self_assessment.", row)
    for one, row in rows(FUNDS):
        one.once("self_assessment.", {f"{row['group']}.{row['item']}": row["amount"]})
    for one, row in rows(INDICATOR, "position"):
        one.indicator(row)


def write(apps: StateApps, contents: Mapping[int, Content]) -> None:
    """The new rows, and the facts that follow from them."""
    rows, found = apps.get_model("contents", "FormRow"), apps.get_model("contents", "Fact")
    rows.objects.bulk_create(
        rows(
            evaluation_id=pk,
            section=section,
            position=position,
            cells=json.dumps(cells, ensure_ascii=False, separators=(",", ":")),
        )
        for pk, content in contents.items()
        for (section, position), cells in content.items()
    )
    found.objects.bulk_create(
        found(evaluation_id=pk, concept=concept, row=row, amount=amount)
        for pk, content in contents.items()
        for (concept, row), amount in facts(content).items()
    )


def facts(content: Content) -> Mapping[tuple[str, str], Decimal]:
    """The sums of the cells of each concept, by concept and line."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (section, _), cells in content.items():
        for code, text in cells.items():
            path = f"{section}.{code}" if section else code
            row, _, column = path.rpartition(".")
            if path in FUNDS_AND_SCORES:
                found[FUNDS_AND_SCORES[path], ""] += Decimal(text)
            elif row.startswith(f"{LINES}.") and column in ("budget", "final"):
                found[f"expenditure.{column}", row.removeprefix(f"{LINES}.")] += Decimal(text)
    return found


def read_rows(apps: StateApps, evaluations: Iterable[int]) -> Mapping[int, Content]:
    """The content in the new rows."""
    read: dict[int, Content] = {pk: {} for pk in evaluations}
    rows = apps.get_model("contents", "FormRow").objects.filter(evaluation__in=list(read))
    for pk, section, position, cells in rows.values_list("evaluation", "section", "position", "cells"):
        read[pk][section, position] = json.loads(cells)
    return read


def compare(former: Mapping[int, Content], moved: Mapping[int, Content]) -> None:
    """Raise Moved if any cell or row differs."""
    for pk in former:
        before, after = by_path(former[pk]), by_path(moved[pk])
        for path in {**before, **after}:
            if before.get(path) != after.get(path):
                raise Moved(pk, path, f"原来是“{before.get(path)}”，迁移后是“{after.get(path)}”")


def by_path(content: Content) -> Mapping[str, str]:
    """Each row and each cell by its path."""
    rows = {f"{section}.{position}" if section else "": cells for (section, position), cells in content.items()}
    cells = {f"{row}.{code}": text for row, cells in rows.items() for code, text in cells.items()}
    return dict.fromkeys(rows, "") | cells


class Migration(migrations.Migration):
    dependencies = [
        ("contents", "0001_initial"),
        ("basic_data", "0002_own_fields"),
        ("self_assessment", "0002_own_fields"),
        ("fiscal_years", "0007_kinds"),
        ("records", "0013_projects"),
    ]

    operations = [migrations.RunPython(move, move_back)]
