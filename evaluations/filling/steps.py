"""The steps of filling in, in order: the URL, the words, unless the form has its own, and the cells of each; a form without a table or a report has no step for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from evaluations.core.form.edition import Edition
from evaluations.core.form.once import once_each
from evaluations.core.form.stated import further_step
from evaluations.core.paths import plain


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form.

    `hint` says on the task list what the step asks for (see `hint_of`), `lead` on the page how to fill it in. `owns` lists the paths (of cells or whole parts) that
    are filled in here; `part` names the rows of the official table that it shows. `alone` words the step for a unit that has no bureau to
    hand in to, if that differs.
    """

    code: str
    words: str
    hint: str
    lead: str = ""
    owns: tuple[str, ...] = ()
    part: str = ""
    alone: "Step | None" = None

    def worded(self, *, has_bureau: bool) -> "Step":
        """The step in the words for a unit with a bureau, or without one."""
        return self if has_bureau or self.alone is None else self.alone

    def title(self, edition: Edition) -> str:
        """The step's name, with the attachment's number as the edition has it."""
        return edition.words_of(self.code).title or self.words.format(
            attachment2=edition.attachment2.number, attachment3=edition.attachment3.number
        )

    @property
    def parts(self) -> set[str]:
        """The parts of the document that hold the step's cells."""
        return {path.partition(".")[0] for path in self.owns}


_AMOUNTS = "金额单位：万元。没有发生的填 0，还没有填的空着。"
DETAILS = Step("details", "基本信息", "填表人、联系电话和填报日期。", owns=("preparer", "filing_date"))
BASIC_DATA = Step(
    "basic-data",
    "{attachment2} 基础数据",
    "",
    f"{_AMOUNTS}控制率由系统计算，保存后更新。",
    ("basic_data",),
    "basic_data",
)
BUDGET = Step(
    "budget",
    "{attachment3} 预算执行",
    "全年预算、执行数、得分和年度总体目标。",
    f"{_AMOUNTS}灰色的格由系统计算，保存后更新。",
    ("self_assessment",),
    "budget",
)
INDICATORS = Step(
    "indicators",
    "{attachment3} 绩效指标",
    "各类三级指标的指标值、完成值、分值和得分。",
    owns=("self_assessment.indicators",),
    part="indicators",
)
_EVERY_CATEGORY = "每一类至少一行；不适用的类，三级指标填“无”，其余空着。"
_ANY_CATEGORY = "适用哪一类，就在哪一类填写，一类可以有几行；不适用的类空着。"
_DIRECTIONS = "指标值照常写，如 ≥95%、100本、提升；下面的方向选“自动”即按指标值判断。"
REPORT = Step("report", "自评报告", "报告中的金额和各章文字。", owns=("report",))
CHECK = Step(
    "check",
    "检查与提交",
    "逐条处理检查结果，然后提交。",
    alone=Step("check", "检查与完成", "逐条处理检查结果，然后下载整份文件。"),
)

# Ordinary forms; the other steps are filled in on the official tables.
FORMS = (DETAILS, REPORT)

_NAMED = 4
"""How many cells of a further table its hint names."""
_AFTER_TABLES = (REPORT, CHECK)
STEPS = (DETAILS, BASIC_DATA, BUDGET, INDICATORS, *_AFTER_TABLES)


@once_each
def steps_of(edition: Edition) -> Sequence[Step]:
    """The steps of a form, in order."""
    steps = [step for step in STEPS if edition.has_step(step.code)]
    further = [_further(name) for name in edition.tables if name in edition.further_tables]
    at = next(number for number, step in enumerate(steps) if step in _AFTER_TABLES)
    return [*steps[:at], *further, *steps[at:]]


@cache
def _further(table: str) -> Step:
    """The step that fills in a further table; a step is known by its identity, so that there is one for all forms with a table of this name."""
    return Step(further_step(table), "", "", _AMOUNTS, owns=(table,), part=table)


def step_called(edition: Edition, code: str) -> Step | None:
    """The form's step with a code; None if it has none."""
    return next((step for step in steps_of(edition) if step.code == code), None)


@once_each
def _owners(edition: Edition) -> Mapping[str, Step]:
    """The form's steps by the paths, of one or two names, that they own."""
    return {path: step for step in steps_of(edition) for path in step.owns}


def step_of(edition: Edition, path: str) -> Step | None:
    """The step where the cell (or part) at `path` is filled in: the owner of its longest prefix; None if the form has no such cell."""
    return _finder(edition)(path)


@once_each
def _finder(edition: Edition) -> Callable[[str], Step | None]:
    """What finds the step of a path; every save asks for a thousand, most of them again and again."""
    owners = _owners(edition)

    @lru_cache(maxsize=8192)
    def find(path: str) -> Step | None:
        head, _, rest = path.partition(".")
        return owners.get(f"{head}.{rest.partition('.')[0]}") or owners.get(head)

    return find


def hint_of(step: Step, edition: Edition) -> str:
    """What the step asks for on this form."""
    if own := edition.words_of(step.code).hint:
        return own
    if step.part in edition.further_tables:
        labels = [field.label for field in edition.own[step.part].values()]
        return f"{'、'.join(labels[:_NAMED])}{'等' if len(labels) > _NAMED else ''}。"
    if step is not BASIC_DATA:
        return step.hint
    blocks = {
        "basic_data.staffing": ["人员"],
        "": [plain(line.label) for line in edition.main_lines],
        "basic_data.buildings": ["楼堂馆所"],
        "basic_data.thrift_measures": ["厉行节约保障措施"],
    }
    *others, last = (name for block, names in blocks.items() if block not in edition.absent for name in names)
    return f"{'、'.join(others)}{'和' if others else ''}{last}。"


def lead_of(step: Step, edition: Edition) -> str:
    """How to fill in the step's page of this form."""
    if own := edition.words_of(step.code).lead:
        return own
    if step is not INDICATORS:
        return step.lead
    is_every = any(category.required for category in edition.categories.values())
    return (_EVERY_CATEGORY if is_every else _ANY_CATEGORY) + (_DIRECTIONS if edition.has_directions else "")


def after(step: Step, edition: Edition) -> Step | None:
    """The form's next step; None after the last."""
    steps = steps_of(edition)
    following = steps[steps.index(step) + 1 :]
    return following[0] if following else None
