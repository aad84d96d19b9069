"""The official tables of an edition: their fixed words, and the lines, sources and indicator levels that stand in them."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from evaluations.core.form.concepts import Meaning
from evaluations.core.form.former_rules import MOST_COLUMNS
from evaluations.core.form.stated import Code, Further, Label, Part, Words

CategoryCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=80)]
Points = Annotated[Decimal, Field(ge=0, le=100)]


class AmountColumn(Part):
    """A column of amounts of 附件2's 经费控制情况, with its `meaning` if the program knows something of it."""

    code: Code
    label: Label
    meaning: Meaning | None = None


class Line(Part):
    """One line of 附件2's 经费控制情况.

    kind: `amount` is typed; `total` equals the sum of its parts; `at_least` is no less than that sum; `rows` takes any number of named
    rows; `heading` stays blank. `check` names the check that judges a total. Without `prior` it has no amount of last year.
    """

    item: Code
    label: Label
    kind: Literal["amount", "total", "at_least", "rows", "heading"] = "amount"
    parts: tuple[Code, ...] = ()
    check: str | None = None
    prior: bool = True
    required: bool = False
    within_budget: bool = False


class Attachment2(Part):
    """The fixed words of 附件2; `file_name` is its file's name (`2023年度…_附件2_基础数据表.xlsx`), `listed` its entry in the report's list.

    A form without one of `edition.BLOCKS`, or without a note, has no words for it.
    """

    number: Label
    file_name: Label
    title: Label
    listed: Words = ""
    staffing: Words = ""
    authorized_posts: Words = ""
    staff_in_post: Words = ""
    control_rate: Words = ""
    expenditure: Label
    buildings: Words = ""
    approved_area: Words = ""
    actual_area: Words = ""
    area_rate: Words = ""
    budget_investment: Words = ""
    actual_investment: Words = ""
    investment_rate: Words = ""
    thrift_measures: Words = ""
    note: Words = ""
    columns: tuple[AmountColumn, ...] = Field(min_length=1, max_length=MOST_COLUMNS)
    lines: tuple[Line, ...]


NO_ATTACHMENT2 = Attachment2.model_construct(number="", file_name="", title="", expenditure="", columns=(), lines=())
"""What a form without 附件2 says of it."""


class FundingLine(Part):
    """One line of 按收入性质分 or 按支出性质分; `label` is printed before its amount, `name` is used alone."""

    item: Code
    name: Label
    label: Label


class Funding(Part):
    """按收入性质分 or 按支出性质分: the sum's label, and the lines."""

    label: Label
    lines: tuple[FundingLine, ...] = Field(min_length=1)


NO_FUNDING = Funding.model_construct(label="", lines=())
"""A form that does not ask for the sources or natures of the money."""


class Category(Part):
    """A second-level category (二级指标); its `direction`, if it has one, counts instead of its level's.

    A `required` one needs an indicator, or one row that says 「无」.
    """

    code: CategoryCode
    label: Label
    required: bool = True
    direction: Literal["positive", "reverse"] | None = None


class Level(Part):
    """A first-level indicator (一级指标) with its weight in points; `direction` applies to numeric targets typed without a sign.

    Without a weight, the units share out the points of all indicators among the levels as they see fit.
    """

    code: Code
    label: Label
    weight: Points | None = None
    direction: Literal["positive", "reverse"] = "positive"
    categories: tuple[Category, ...] = Field(min_length=1)


class CommonIndicator(Part):
    """An indicator that many units use, offered when filling in, with an example target."""

    category: CategoryCode
    name: Label
    target: Words = ""


class Attachment3(Part):
    """The fixed words of 附件3, its sources, natures and indicator levels; `library` holds the common indicators."""

    number: Label
    file_name: Label
    title: Label
    listed: Words = ""
    unit_name: Label
    budget: Label
    total_funds: Label
    initial_budget: Label
    adjusted_budget: Label
    executed: Label
    weight: Label
    execution_rate: Label
    score: Label
    objective: Label
    expected_objective: Label
    actual_completion: Label
    indicators: Label
    first_level: Label
    second_level: Label
    third_level: Label
    target: Label
    actual: Label
    deviation_reason: Label
    total: Label
    execution_weight: Points
    by_revenue: Funding = NO_FUNDING
    by_expenditure: Funding = NO_FUNDING
    levels: tuple[Level, ...] = Field(min_length=1)
    library: tuple[CommonIndicator, ...] = ()


_UNSAID: dict[str, Any] = {name: "" for name, field in Attachment3.model_fields.items() if field.is_required()}
NO_ATTACHMENT3 = Attachment3.model_construct(**{**_UNSAID, "execution_weight": Decimal(0), "levels": ()})
"""What a form without 附件3, which gives no scores, says of it."""


Table = Attachment2 | Attachment3 | Further
"""The words of an official table."""


class Foot(Part):
    """The words of the foot that the tables share; on a form whose tables have none, the names of what is asked."""

    preparer: Label
    filing_date: Label
    phone: Label
    signature: Words = ""
