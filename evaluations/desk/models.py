"""Where each unit stands in a year, a row of the bureau's list; how many stand where; and the queries of that list that people keep by name."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models

from evaluations.core.basics.values import NAME_LIMIT as LONGEST_NAME
from evaluations.fiscal_years.models import FiscalYear
from evaluations.hand_ins.models import HandIn
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import CODE_LIMIT, Region, Section, Unit

NAME_LIMIT = 40
QUERY_LIMIT = 500
_PERSON_LIMIT = 50
_DIGITS = 11
SEPARATOR = "｜"
"""Between the name of a project and that of its unit."""

RANKS = (
    *("name", "place", "since", "score", "grade", "execution_rate", "explained", "swings", "alike", "comments"),
    *("section_name", "reviewer_name", "until"),
)
"""The columns by which the list is ordered, besides the code, which decides between equal ones."""
_FILTERS = ("section", "grade", "swings", "alike", "explained", "number", "comments", "score", "is_under_review")
"""The columns by which the list is narrowed, besides the state and the reviewer."""


def _ordered(rank: str) -> Sequence[str]:
    return list(dict.fromkeys((rank, "code", "place", "reviewer", *(("initials", "unit") if rank == "name" else ()))))


def _same_as(field: str) -> "models.Field[Any, Any]":
    """A column for a figure of the hand-in, null without one."""
    kept: models.Field[Any, Any] = HandIn._meta.get_field(field).clone()  # type: ignore[union-attr]  # it is a column
    kept.null, kept.blank = True, True
    return kept


def _key_of(model: type[models.Model] | str, name: str, *, null: bool) -> "models.ForeignKey[Any, Any]":
    """A reference that the triggers keep, so that nothing need follow it when a row goes."""
    return models.ForeignKey(
        model, models.DO_NOTHING, null=null, related_name="+", verbose_name=name, db_index=False, db_constraint=False
    )


class Standing(models.Model):
    """One unit, or one of its projects, in one year that it evaluates, with everything by which the list is narrowed and ordered, so that an index of this table serves it.

    The database's triggers (`keeping`) write these rows, nobody else. A project's row has its number among the unit's (0 for a whole unit), both
    codes and both names, the project's name first. `place` is that of its state among `conditions.OF_EVALUATIONS`;
    `comments` counts the unanswered ones, null for none.
    """

    fiscal_year = _key_of(FiscalYear, "年度", null=False)
    unit = _key_of(Unit, "单位", null=False)
    project_number = models.PositiveIntegerField("项目序号", default=0, db_default=0)
    code = models.CharField("代码", max_length=CODE_LIMIT + _DIGITS)
    name = models.CharField("名称", max_length=2 * LONGEST_NAME + 1)
    initials = models.CharField("拼音首字母", max_length=LONGEST_NAME)
    evaluation = _key_of(SelfEvaluation, "自评", null=True)
    place = models.PositiveSmallIntegerField("状态")
    since = models.DateTimeField("进入状态时间", null=True)
    is_under_review = models.BooleanField("审核中")
    number = models.PositiveIntegerField("第几次上报", null=True)
    score = _same_as("score")
    grade = _same_as("grade")
    execution_rate = _same_as("execution_rate")
    explained = _same_as("explained")
    swings = _same_as("swings")
    alike = _same_as("alike")
    comments = models.PositiveIntegerField("待处理批注", null=True)
    section = _key_of(Section, "归口股室", null=True)
    section_name = models.CharField("股室名称", max_length=LONGEST_NAME, null=True)  # noqa: DJ001 - none is not ""
    reviewer = _key_of(settings.AUTH_USER_MODEL, "审核员", null=True)
    reviewer_name = models.CharField("审核员姓名", max_length=_PERSON_LIMIT, null=True)  # noqa: DJ001 - as above
    assigned_at = models.DateTimeField("分配时间", null=True)
    until = models.DateTimeField("延期至", null=True)
    passed_by = _key_of(settings.AUTH_USER_MODEL, "初审通过人", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核列表"
        indexes = (
            # The columns after the code spare a look at the rows of those that are not wanted.
            *(models.Index(fields=("fiscal_year", *_ordered(rank)), name=f"standing_{rank}") for rank in RANKS),
            models.Index(fields=("fiscal_year", "place", "reviewer", *_FILTERS), name="standing_filters"),
            models.Index(fields=("fiscal_year", "place", "since", "code", "passed_by"), name="standing_waiting"),
            models.Index(fields=("reviewer", "fiscal_year", "place", "since", "code"), name="standing_of_reviewer"),
            models.Index(fields=("reviewer", "fiscal_year", "assigned_at", "place", *_FILTERS), name="standing_given"),
        )
        constraints = (
            models.UniqueConstraint(fields=("unit", "fiscal_year", "project_number"), name="standing_project_year"),
            models.UniqueConstraint(fields=("fiscal_year", "code"), name="standing_code"),
        )

    def __str__(self) -> str:
        return f"{self.fiscal_year_id} {self.code}"


class StandingCount(models.Model):
    """How many standings of a year have the same place, section and reviewer and, in the second review, were passed by the same person: the sum of its rows.

    The database's triggers (`counting`) write these rows, nobody else.
    """

    fiscal_year = _key_of(FiscalYear, "年度", null=False)
    place = models.PositiveSmallIntegerField("状态")
    section = _key_of(Section, "归口股室", null=True)
    reviewer = _key_of(settings.AUTH_USER_MODEL, "审核员", null=True)
    passed_by = _key_of(settings.AUTH_USER_MODEL, "初审通过人", null=True)
    number = models.IntegerField("数量")

    class Meta:
        verbose_name = verbose_name_plural = "审核列表的数量"
        indexes = (
            models.Index(fields=("fiscal_year", "place", "reviewer", "section", "passed_by"), name="standing_count"),
        )

    def __str__(self) -> str:
        return f"{self.fiscal_year_id} {self.place}: {self.number}"


class SavedQuery(models.Model):
    """What somebody asks of a region's list, in any year; a `shared` one is offered to everybody of the bureau."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="+", verbose_name="地区", db_index=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="保存人", db_index=False
    )
    name = models.CharField("名称", max_length=NAME_LIMIT)
    query = models.CharField("条件", max_length=QUERY_LIMIT, blank=True)
    shared = models.BooleanField("本局共用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "常用查询"
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("region", "owner", "name"), name="saved_query_once"),)

    def __str__(self) -> str:
        return self.name
