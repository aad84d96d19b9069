"""The rules for an edition beyond its shape: unique names, references to things that exist, meaningful bounds.

They apply only when an edition is loaded; one in use was loaded under the rules of its day and stays readable.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel

from evaluations.core.basics.values import is_unprintable
from evaluations.core.checks import by_rules
from evaluations.core.checks.fields import Slots
from evaluations.core.checks.formulas import formula
from evaluations.core.editions import layout_rules
from evaluations.core.form.concepts import WORDS
from evaluations.core.form.document import BasicData, ExpenditureRow, Indicator, SelfAssessment
from evaluations.core.form.edition import (
    FULL_MARKS,
    INDICATOR_PLACEHOLDERS,
    INDICATORS,
    OVERSPENT,
    PLACEHOLDERS,
    Band,
    Edition,
    Grade,
)
from evaluations.core.form.fields import COMPUTED, SHARED
from evaluations.core.form.official import Attachment2, Line
from evaluations.core.form.report import AdjustmentWords, SentenceTemplate
from evaluations.core.form.stated import OwnField
from evaluations.core.rules.mistake import Mistake
from evaluations.core.text.prose import is_heading
from evaluations.core.text.wording import pieces, said

LAST_VERSION = 9999
LAST_CHAPTER = 99
BOUNDS: dict[str, tuple[str, str]] = {
    "execution_rate": ("0", "2"),
    "exceeded_target": ("0", "2"),
    "swing": ("0", "2"),
    "wrong_unit": ("10", "1000000"),
    "rounding": ("0", "1"),
    "similarity": ("0", "1"),
}
"""The smallest and the largest value of each threshold."""
_OPEN_ENDED = ("target", "actual")
_NO_AMOUNTS = ("filing_date", "preparer", "report", "basic_data.thrift_measures")
_TEXTS = ("self_assessment.expected_objective", "self_assessment.actual_completion")
_COMPUTED_COLUMNS = (*SHARED, *(name.rpartition(".")[2] for name in COMPUTED))
_YEARS = ("year", "prior_year")
_OF_ATTACHMENT3 = ("execution_rate", "adjustment", "total_score", "grade")
_BRACED = re.compile(r"\{([^{}]*)\}")

type KeyPath = tuple[str | int, ...]


class BrokenRule(NamedTuple):
    """What is wrong, and the file's key that it concerns."""

    place: KeyPath
    message: str


def problems(edition: Edition) -> Iterator[BrokenRule]:
    """Every rule that an edition of the right shape breaks."""
    if edition.version > LAST_VERSION:
        yield BrokenRule(("version",), f"不能大于 {LAST_VERSION}。")
    yield from _repeated(edition)
    yield from _weights(edition)
    yield from _columns(edition)
    judging = by_rules.of_totals(edition)
    for number, line in enumerate(edition.lines):
        place = ("attachment2", "lines", number)
        yield from (*_line(edition, line, place), *(_judged(line, judging, place) if judging else ()))
    yield from _own_fields(edition)
    yield from _lists(edition)
    yield from _steps(edition)
    yield from _from_projects(edition)
    yield from _references(edition)
    for number, sentence in enumerate(edition.report.sentences):
        yield from _sentence(edition, sentence, ("report", "sentences", number))
    yield from _thresholds(edition)
    yield from _grades(edition.scoring.grades)
    yield from _descending(edition.scoring.grades, ("scoring", "grades"), FULL_MARKS)
    yield from _descending(edition.scoring.bands, ("scoring", "bands"), 1)
    yield from _words(edition.model_dump(exclude_none=True), ())
    yield from (BrokenRule(place, message) for place, message in layout_rules.problems(edition))


def _repeated(edition: Edition) -> Iterator[BrokenRule]:
    form, report = edition.attachment3, edition.report
    yield from _twice(("attachment2", "lines"), "item", [line.item for line in edition.lines])
    yield from _twice(("further",), "code", [table.code for table in edition.further])
    yield from _twice(("attachment3", "levels"), "code", [level.code for level in form.levels])
    yield from _twice(("report", "chapters"), "number", [chapter.number for chapter in report.chapters])
    yield from _twice(("report", "figures"), "code", [figure.code for figure in report.figures])
    yield from _twice(("report", "sentences"), "code", [sentence.code for sentence in report.sentences])
    yield from _twice(("scoring", "grades"), "label", [grade.label for grade in edition.scoring.grades])
    yield from _twice(("scoring", "bands"), "label", [band.label for band in edition.scoring.bands])
    yield from _twice(("required", "cells"), "", edition.required.cells)
    for group, funding in edition.fundings.items():
        yield from _twice(("attachment3", group, "lines"), "item", [line.item for line in funding.lines])
    seen = Counter[str]()
    for number, level in enumerate(form.levels):
        for place, category in enumerate(level.categories):
            seen[category.code] += 1
            where = ("attachment3", "levels", number, "categories", place, "code")
            if seen[category.code] == 2:
                yield BrokenRule(where, f"{category.code} 出现了不止一次。")
            if not category.code.startswith(level.code + "."):
                yield BrokenRule(where, f"{category.code} 不属于一级指标 {level.code}，应以“{level.code}.”开头。")


def _twice(place: KeyPath, field: str, codes: Sequence[Hashable]) -> Iterator[BrokenRule]:
    seen = Counter[Hashable]()
    for number, code in enumerate(codes):
        seen[code] += 1
        if seen[code] == 2:
            yield BrokenRule((*place, number, field) if field else (*place, number), f"{code} 出现了不止一次。")


def _weights(edition: Edition) -> Iterator[BrokenRule]:
    form = edition.attachment3
    if edition.free_points is not None or not edition.has_scores:
        return
    total = form.execution_weight + sum(level.weight or 0 for level in form.levels)
    if total != FULL_MARKS:
        place = ("attachment3", "execution_weight")
        yield BrokenRule(place, f"预算执行率与各一级指标的分值（weight）之和是 {total}，应为 {FULL_MARKS}。")


def _columns(edition: Edition) -> Iterator[BrokenRule]:
    """The columns of amounts have names of their own beside all that stands with an amount: in a row, in a rule, in a sentence, in the words."""
    columns, place = edition.attachment2.columns, ("attachment2", "columns")
    yield from _twice(place, "code", [column.code for column in columns])
    meanings = [column.meaning or number for number, column in enumerate(columns)]
    yield from _twice(place, "meaning", meanings)
    for number, column in enumerate(columns):
        if column.code in _TAKEN:
            yield BrokenRule((*place, number, "code"), f"{column.code} 已经另有所指，请换一个代码。")


_TAKEN = frozenset(
    name
    for names in (ExpenditureRow.model_fields, Line.model_fields, Attachment2.model_fields, PLACEHOLDERS, OVERSPENT)
    for name in (*names, "approved_last_year")
)


def _line(edition: Edition, line: Line, place: KeyPath) -> Iterator[BrokenRule]:
    is_total = line.kind in ("total", "at_least")
    if is_total != bool(line.parts):
        yield BrokenRule((*place, "parts"), "合计行（total、at_least）必须列出分项 parts，其他行不能有 parts。")
    for number, part in enumerate(line.parts):
        other = edition.line.get(part)
        if other is None:
            yield BrokenRule((*place, "parts", number), f"合计行 {line.item} 的分项 {part} 不存在。")
        elif edition.line_order[part] <= edition.line_order[line.item] or other.kind == "heading":
            yield BrokenRule((*place, "parts", number), f"分项 {part} 应在合计行 {line.item} 之下，且不是标题行。")
    yield from _twice((*place, "parts"), "", line.parts)


def _own_fields(edition: Edition) -> Iterator[BrokenRule]:
    """A form's own field stands where no other cell or column stands, and only a choice has choices."""
    places: Mapping[str, type[BaseModel]] = {
        "basic_data": BasicData,
        "self_assessment": SelfAssessment,
        INDICATORS: Indicator,
    }
    taken = {part: {*model.model_fields, *_COMPUTED_COLUMNS} for part, model in places.items()}
    for number, field in enumerate(edition.fields):
        where = ("fields", number)
        here = taken.setdefault(field.part, set())
        if field.name in here:
            yield BrokenRule((*where, "cell"), f"{field.cell} 已经有了，请换一个名称。")
        here.add(field.name)
        if field.kind == "choice" and len(field.choices) < 2:
            yield BrokenRule((*where, "choices"), "选项至少写两个。")
        elif field.kind != "choice" and field.choices:
            yield BrokenRule((*where, "choices"), '只有 kind = "choice" 的才有选项。')
        yield from _twice((*where, "choices"), "", field.choices)
        yield from (BrokenRule((*where, "formula"), message) for message in _formula(edition, field))


def _lists(edition: Edition) -> Iterator[BrokenRule]:
    """A further table's list stands in a table that there is, has columns, and no cell has its name."""
    yield from _twice(("lists",), "path", [each.path for each in edition.lists])
    cells = {field.cell for field in edition.fields}
    for number, each in enumerate(edition.lists):
        place = ("lists", number, "path")
        if each.table not in edition.further_tables:
            yield BrokenRule(place, f"表样没有 {each.path} 所在的表。")
        if each.path in cells:
            yield BrokenRule(place, f"{each.path} 已经有了，请换一个名称。")
        if not edition.own[each.path]:
            yield BrokenRule(place, f"{each.path} 没有列，请在 fields 中写 {each.path}.名称。")


def _steps(edition: Edition) -> Iterator[BrokenRule]:
    for code in edition.steps:
        if not edition.has_step(code):
            yield BrokenRule(("steps", code), "表样没有这一步要填的内容，请删除。")


def _from_projects(edition: Edition) -> Iterator[BrokenRule]:
    amounts = set(_amount_cells(edition))
    yield from _twice(("from_projects",), "cell", [source.cell for source in edition.from_projects])
    for number, source in enumerate(edition.from_projects):
        place = ("from_projects", number)
        if edition.subject != "unit":
            yield BrokenRule(place, "只有评价整体支出的表样可以取自项目。")
        if source.cell not in amounts:
            yield BrokenRule((*place, "cell"), f"没有填数的单元格 {source.cell}。")
        if source.concept not in WORDS:
            known = "、".join(f"{concept}（{words}）" for concept, words in WORDS.items())
            yield BrokenRule((*place, "concept"), f"没有“{source.concept}”，应为 {known} 之一。")


def _formula(edition: Edition, field: OwnField) -> Iterator[str]:
    if not field.formula:
        if field.kind == "ratio":
            yield "比率由系统计算，请写明 formula，例如 self_assessment.executed ÷ self_assessment.adjusted_budget。"
        return
    if field.part == INDICATORS or field.part in edition.row_lists:
        yield "多行内容的列不能有 formula。"
    try:
        formula(edition, field, Slots(None))
    except Mistake as mistake:
        yield str(mistake)


def _judged(line: Line, judging: Sequence[str], place: KeyPath) -> Iterator[BrokenRule]:
    """What is wrong with the code of the rules that judge a total."""
    is_total = line.kind in ("total", "at_least")
    if is_total and not line.check:
        yield BrokenRule(place, f"合计行 {line.item} 应写明由哪项核对判断（check）。")
    if line.check is not None and line.check not in judging:
        known = "、".join(judging)
        yield BrokenRule((*place, "check"), f"没有“{line.check}”这样的合计核对，应为 {known} 之一。")
    elif line.check is not None and not is_total:
        yield BrokenRule((*place, "check"), f"{line.item} 不是合计行，不能有 check。")


def _references(edition: Edition) -> Iterator[BrokenRule]:
    sources = {line.item for line in edition.attachment3.by_revenue.lines}
    for number, common in enumerate(edition.attachment3.library):
        if common.category not in edition.categories:
            yield BrokenRule(("attachment3", "library", number, "category"), f"没有二级指标 {common.category}。")
    for number, path in enumerate(edition.required.cells):
        if path not in edition.cells:
            yield BrokenRule(("required", "cells", number), f"没有单元格 {path}。")
    for number, figure in enumerate(edition.report.figures):
        if figure.equals is not None and figure.equals not in edition.cells:
            yield BrokenRule(("report", "figures", number, "equals"), f"没有单元格 {figure.equals}。")
    for number, chapter in enumerate(edition.report.chapters):
        if chapter.number > LAST_CHAPTER:
            yield BrokenRule(("report", "chapters", number, "number"), f"不能大于 {LAST_CHAPTER}。")
        if chapter.only_with is not None and chapter.only_with not in sources:
            yield BrokenRule(("report", "chapters", number, "only_with"), f"没有收入来源 {chapter.only_with}。")


def _sentence(edition: Edition, sentence: SentenceTemplate, place: KeyPath) -> Iterator[BrokenRule]:
    if sentence.chapter not in {chapter.number for chapter in edition.report.chapters}:
        yield BrokenRule((*place, "chapter"), f"没有第 {sentence.chapter} 章。")
    if sentence.heading and not is_heading(sentence.heading):
        yield BrokenRule((*place, "heading"), f"“{sentence.heading}”不是标题，标题应像“（一）基本支出情况”。")
    if sentence.each is not None and not _row_placeholders(edition, sentence):
        yield BrokenRule((*place, "each"), f"没有名为 {sentence.each} 的多行项目或指标。")
    if sentence.zero and not sentence.when:
        yield BrokenRule((*place, "zero"), "有 zero 的句子也应有 when。")
    amounts = {figure.code for figure in edition.report.figures} | set(_amount_cells(edition))
    row_amounts = {*edition.columns, "weight", "score"}.intersection(_row_placeholders(edition, sentence))
    if sentence.when is not None and sentence.when not in (row_amounts if sentence.each else amounts):
        yield BrokenRule((*place, "when"), f"没有单元格 {sentence.when}。")
    of_document = set(PLACEHOLDERS) - (set() if edition.has_scores else set(_OF_ATTACHMENT3))
    of_row = {*_row_placeholders(edition, sentence)}
    known = amounts | of_row | (of_document - {*OVERSPENT} if {*edition.columns} & of_row else of_document)
    for key in ("template", *(["zero"] if sentence.zero else [])):
        yield from (BrokenRule((*place, key), message) for message in _template(edition, getattr(sentence, key), known))


def _template(edition: Edition, template: str, known: set[str]) -> Iterator[str]:
    try:
        parts = pieces(template)
    except ValueError:
        yield f"“{template}”中的花括号应成对，其中只写一个名称。"
        return
    yield from (f"不认识占位符 {{{name}}}。" for _, name in parts if name and name not in known)
    words = [said(words).rstrip("。") for words, _ in parts]
    if not any(words):
        yield f"“{template}”中没有文字，无法在报告里认出。"
    followed = zip(parts, [*words[1:], ""], strict=True)
    yield from (f"{{{part[1]}}} 之后应有文字。" for part, after in followed if part[1] in _OPEN_ENDED and not after)
    if edition.report.adjustment is None and any(name == "adjustment" for _, name in parts):
        yield "用 {adjustment} 时应写明 [report.adjustment] 的文字。"


def _row_placeholders(edition: Edition, sentence: SentenceTemplate) -> tuple[str, ...]:
    """The placeholders for a row of the sentence's list; none without a list."""
    line = edition.line.get((sentence.each or "").removeprefix("basic_data.expenditure."))
    if line is not None and line.kind == "rows":
        return edition.row_placeholders
    return INDICATOR_PLACEHOLDERS if edition.categories_of(sentence.each or "") else ()


def _amount_cells(edition: Edition) -> Iterator[str]:
    """The paths of those cells of every document that hold an amount or a number of persons."""
    yield from (path for path in edition.cells if not path.startswith(_NO_AMOUNTS) and path not in _TEXTS)


def _thresholds(edition: Edition) -> Iterator[BrokenRule]:
    for name, (least, greatest) in BOUNDS.items():
        if not Decimal(least) <= getattr(edition.thresholds, name) <= Decimal(greatest):
            yield BrokenRule(("thresholds", name), f"应在 {least} 至 {greatest} 之间。")


def _grades(grades: Sequence[Grade]) -> Iterator[BrokenRule]:
    """Which grades are bounded by a share, as if the full marks were 1."""
    for number, grade in enumerate(grades):
        if 0 < grade.at_least <= 1:
            place = ("scoring", "grades", number, "at_least")
            yield BrokenRule(place, f"“{grade.label}”的下限 {grade.at_least} 像是比例，这里应写分数，例如 90。")


def _descending(steps: Sequence[Band | Grade], place: KeyPath, most: Decimal | int) -> Iterator[BrokenRule]:
    for number, step in enumerate(steps):
        where = (*place, number, "at_least")
        if not 0 <= step.at_least <= most:
            yield BrokenRule(where, f"“{step.label}”的下限应在 0 至 {most} 之间。")
        if number and step.at_least >= steps[number - 1].at_least:
            above = steps[number - 1].label
            yield BrokenRule(where, f"“{step.label}”的下限应低于前一档“{above}”：各档从高到低排列。")


def _words(value: Any, place: KeyPath) -> Iterator[BrokenRule]:
    """What is wrong with any text of the edition; every text may contain `{year}` and `{prior_year}`."""
    if isinstance(value, dict):
        yield from (each for key, child in value.items() for each in _words(child, (*place, key)))
    elif isinstance(value, list | tuple):
        yield from (each for number, child in enumerate(value) for each in _words(child, (*place, number)))
    elif isinstance(value, str):
        if is_unprintable(value):
            yield BrokenRule(place, "含有看不见的控制字符，请删除。")
        if not (_is_template(place) or place[0] == "layouts"):
            yield from _label(value, place)


def _is_template(place: KeyPath) -> bool:
    return place[0] in ("rules", "scores", "samples") or (
        place[:2] == ("report", "sentences") and place[-1] in ("template", "zero")
    )


def _label(label: str, place: KeyPath) -> Iterator[BrokenRule]:
    is_of_step = place[0] == "steps" or (place[0] == "further" and place[-1] in ("file_name", "hint", "lead"))
    known: Iterable[str] = () if is_of_step else _YEARS
    if place == ("report", "title"):
        known = (*_YEARS, "unit")
    elif place[:2] == ("report", "adjustment") and place[-1] in AdjustmentWords.model_fields:
        known = ("amount",)
    may = "、".join(f"{{{name}}}" for name in known)
    yield from (
        BrokenRule(place, f"不认识占位符 {{{name}}}，这里{f'只能用 {may}' if may else '不能用占位符'}。")
        for name in _BRACED.findall(label)
        if name not in known
    )
    if re.search(r"[{}]", _BRACED.sub("", label)):
        yield BrokenRule(place, "花括号应成对。")
