"""Last year beside this year: its values on each step, and the prior-year cells copied from it, whose correction needs a reason."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode

from evaluations.core import paths
from evaluations.core.basics.values import ratio, show_amount, show_ratio
from evaluations.core.content.cells import all_cells, own_kind
from evaluations.core.content.lines import with_last_year
from evaluations.core.form.document import Document, Indicator, OwnRow, held, own_rows
from evaluations.core.form.edition import Edition
from evaluations.core.form.stated import OwnField
from evaluations.core.guidance import prefill
from evaluations.core.layouts.drawing import table as drawn_table
from evaluations.core.paths import Names
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS, Step
from evaluations.tables.shapes import Beside

HEADING = "上年"
_Texts = Iterator[tuple[str, Sequence[str]]]


def correction_urls(
    evaluation_id: int, edition: Edition, document: Document, previous: Document | None
) -> Mapping[str, str]:
    """The URL where each locked prior-year cell is corrected, by path."""
    url = reverse("filling:prior_year", args=[evaluation_id])
    locked = prefill.carried_over(edition, document, previous) if previous else ()
    return {path: f"{url}?{urlencode({'cell': path})}" for path in locked}


def refusals(edition: Edition, document: Document, previous: Document | None) -> Mapping[str, str]:
    """Why each locked prior-year cell can't be typed into, by path."""
    if previous is None:
        return {}
    names = Names(edition, document)
    return {
        path: f"{names.of(path)}来自上年的自评（{show_amount(final)}），不能直接改；确有调整的，请按这一格的“更正”并说明原因。"
        for path, final in prefill.carried_over(edition, document, previous).items()
    }


def beside(step: Step, edition: Edition, document: Document, previous: Document | None) -> Beside | None:
    """Last year's values for the rows of a step with a table; None without last year, and where nothing of it is to be told on a further table."""
    if previous is None:
        return None
    if step.part in edition.further_tables:
        told = dict(_further(step.part, edition, document, previous))
        return Beside(HEADING, told) if told else None
    texts = {BASIC_DATA: _basic_data, BUDGET: _budget, INDICATORS: _indicators}.get(step)
    return Beside(HEADING, dict(texts(edition, document, previous))) if texts else None


def objective(edition: Edition, previous: Document | None) -> Sequence[tuple[str, str]]:
    """Last year's texts of 附件3's overall objective, with their labels; blank ones are left out."""
    if previous is None:
        return []
    form, then = edition.attachment3, previous.self_assessment
    texts = ((form.expected_objective, then.expected_objective), (form.actual_completion, then.actual_completion))
    return [(f"{form.objective}：{label}", text) for label, text in texts if text]


def change(value: Decimal | None, last_year: Decimal | None) -> str:
    """How `value` differs from last year's: `+12.3%`; "" if either is blank or last year's is 0."""
    if value is None or last_year is None:
        return ""
    if value == last_year:
        return "持平"
    share = ratio(value - last_year, last_year)
    return "" if share is None else ("+" if share > 0 else "") + show_ratio(share)


def _basic_data(edition: Edition, document: Document, previous: Document) -> _Texts:
    now, then, form = document.basic_data, previous.basic_data, edition.attachment2
    staff = ((form.authorized_posts, then.staffing.authorized_posts), ("在职人数", then.staffing.staff_in_post))
    told = [f"{edition.words(label, document.fiscal_year)} {count}" for label, count in staff if count is not None]
    yield "basic_data.staffing.authorized_posts", told
    column = edition.meant.get("final")
    if column is None:
        return
    shown = {line.item for line in edition.lines if edition.meant.get("last_final") in edition.columns_of(line)}
    for line in edition.lines:
        if line.kind != "rows":
            last_year = then.amount(line.item, column)
            path = paths.expenditure(line.item, column)
            yield path, _final(now.amount(line.item, column), last_year, is_shown=line.item in shown)
    for entry, final in with_last_year(edition, document, previous):
        if entry.line.kind == "rows":
            yield entry.path(column), _final(entry.amount(column), final, is_shown=entry.line.item in shown)


def _final(value: Decimal | None, last_year: Decimal | None, *, is_shown: bool) -> list[str]:
    """The change of a final amount, preceded by last year's amount unless the form itself shows it."""
    told = [] if is_shown or last_year is None else [show_amount(last_year)]
    changed = change(value, last_year)
    return [*told, changed] if changed else told


def _budget(edition: Edition, document: Document, previous: Document) -> _Texts:
    now, then, form = document.self_assessment, previous.self_assessment, edition.attachment3
    funds = (
        (form.initial_budget, now.initial_budget, then.initial_budget),
        (form.adjusted_budget, now.adjusted_budget, then.adjusted_budget),
        (form.executed, now.executed, then.executed),
        (form.score, None, then.execution_score),
    )
    yield "self_assessment.initial_budget", [told for fund in funds for told in _named(*fund)]
    # Each row shows a source beside a nature, and is found by either.
    sides = {group: funding.lines for group, funding in edition.fundings.items()}
    for place in range(max(map(len, sides.values()))):
        row = [(group, lines[place]) for group, lines in sides.items() if place < len(lines)]
        told = [
            text
            for group, line in row
            for text in _named(line.name, getattr(now, group).get(line.item), getattr(then, group).get(line.item))
        ]
        yield from ((paths.funding(group, line.item), told) for group, line in row)


def _named(label: str, value: Decimal | None, last_year: Decimal | None) -> list[str]:
    if last_year is None:
        return []
    changed = change(value, last_year)
    return [f"{label} {show_amount(last_year)} {changed}".rstrip()]


def _indicators(edition: Edition, document: Document, previous: Document) -> _Texts:
    """Matched by category and name; of several with one name, the first with the first. A row without a match shows nothing."""
    form = edition.attachment3
    then: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for row in previous.self_assessment.indicators:
        then[row.category, row.name].append(row)
    for number, row in enumerate(document.self_assessment.indicators, 1):
        found, told = then[row.category, row.name], list[str]()
        if found and row.name and not row.not_applicable:
            old = found.pop(0)
            texts = ((form.target, old.target), (form.actual, old.actual), (form.score, show_amount(old.score)))
            told = [f"{label} {text}" for label, text in texts if text]
        yield paths.indicator(number, "name"), told


def _further(name: str, edition: Edition, document: Document, previous: Document) -> _Texts:
    """For each row of a further table in which last year had something: what stood in its cells then. Rows of a list are matched by their names.

    Rows of single cells have no heading above them, so that they say themselves of when they tell.
    """
    then = _then(name, edition, document, previous)
    for row in drawn_table(edition, name, document, blank_rows=True).rows:
        own = [
            (box.path, field) for box in row.cells if (field := edition.own_field(box.path)) and field.kind != "long"
        ]
        told = [text for path, field in own for text in _own(field, edition, path, document, then.get(path, ""))]
        if told:
            yield own[0][0], told if row.row_path else [f"{HEADING}{told[0]}", *told[1:]]


def _then(name: str, edition: Edition, document: Document, previous: Document) -> Mapping[str, str]:
    """Last year's texts of a further table by this year's paths."""
    texts = {f"{name}.{field}": text for field, text in held(name)(previous).items()}
    for path in (each.path for each in edition.lists if each.table == name):
        known: dict[str, list[OwnRow]] = defaultdict(list)
        for old in own_rows(previous, path):
            known[old.name].append(old)
        for number, row in enumerate(own_rows(document, path), 1):
            if row.name and known[row.name]:
                fields = known[row.name].pop(0).fields
                texts |= {f"{path}.{number}.{field}": text for field, text in fields.items() if field != "name"}
    return texts


def _own(field: OwnField, edition: Edition, path: str, document: Document, then: str) -> Iterator[str]:
    if not then:
        return
    is_amount = own_kind(field).measure is not None and _AMOUNT.fullmatch(then)
    now = all_cells(edition, document).get(path) if is_amount else None
    changed = change(Decimal(now.text), Decimal(then)) if now and now.text else ""
    yield f"{field.label} {show_amount(Decimal(then)) if is_amount else then} {changed}".rstrip()


# Last year's form may have had texts in a cell of the same name.
_AMOUNT = re.compile(r"-?\d+(\.\d+)?")
