"""A self-evaluation as a record (unit or project x year; state, revision, who did what when), its explanations, frozen versions and edit history."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from evaluations.common.append_only import AppendOnly, AppendOnlyQuerySet
from evaluations.core.basics.values import EXPLANATION_LIMIT, NAME_LIMIT
from evaluations.fiscal_years.deadlines import deadline_for
from evaluations.fiscal_years.models import REASON_LIMIT, FiscalYear, FormEdition
from evaluations.fiscal_years.names import naming_day
from evaluations.projects.models import Project
from evaluations.records.states import ACTS, Act, State, holding
from evaluations.units.models import Unit
from evaluations.units.names import name_on

WHERE_LIMIT = 200

_BOTH_OR_NEITHER = "操作人和操作时间必须同时填写。"


def person_of(verb: str) -> models.ForeignKey:  # type: ignore[type-arg]
    """A column for the person who did something; `verb` names the act."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=f"{verb}人",
        db_index=False,
    )


def time_of(verb: str) -> models.DateTimeField:  # type: ignore[type-arg]
    """A column for the time when it was done."""
    return models.DateTimeField(f"{verb}时间", null=True, blank=True)


def _set(act: str) -> Q:
    return Q(**{f"{act}_by__isnull": False, f"{act}_at__isnull": False})


def _needs(
    act: Act, message: str, states: Sequence[State] | None = None, unless: Q | None = None
) -> models.CheckConstraint:
    condition = ~Q(state__in=states or holding(act)) | _set(act) | (unless or Q())
    return models.CheckConstraint(name=f"evaluation_needs_{act}", condition=condition, violation_error_message=message)


def _pair(act: str) -> models.CheckConstraint:
    condition = _set(act) | Q(**{f"{act}_by__isnull": True, f"{act}_at__isnull": True})
    return models.CheckConstraint(
        name=f"evaluation_{act}_pair", condition=condition, violation_error_message=_BOTH_OR_NEITHER
    )


def title_of(year: FiscalYear, project: Project | None) -> str:
    """What the evaluation of a year, or of a project in it, is called among those of one unit."""
    return f"{year}自评" + (f"：{project}" if project else "")


class SelfEvaluation(models.Model):
    """One unit's self-evaluation of one fiscal year, or of one of its projects in it; it keeps the edition with which it began.

    `sent` is the preparer's submission within the unit, `confirmed` the unit head's submission to the bureau;
    `sent_directly`: the submission went up without a confirmation, as its year has it. `endorsed` is the consent of the unit's department,
    `passed` the approval of the first of two reviews.
    Only `workflow.transitions` writes `state`; `revision` counts the saves. An `excused` evaluation is not filled in.
    `only_commented`: the last return opened only the commented places, until the next return or the approval.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evaluations", verbose_name="单位", db_index=False)
    fiscal_year = models.ForeignKey(
        FiscalYear, models.PROTECT, related_name="evaluations", verbose_name="年度", db_index=False
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="evaluations", verbose_name="项目"
    )
    edition = models.ForeignKey(FormEdition, models.PROTECT, related_name="evaluations", verbose_name="表样")
    state = models.CharField("状态", max_length=20, default=State.DRAFTING)
    state_since = models.DateTimeField("进入状态时间", default=timezone.now, db_default=Now())
    revision = models.PositiveIntegerField("修订号", default=0)
    preparer_name = models.CharField("填表人", max_length=NAME_LIMIT, blank=True)
    preparer_phone = models.CharField("联系电话", max_length=NAME_LIMIT, blank=True)
    filing_date = models.DateField("填报日期", null=True, blank=True)
    sent_by = person_of("提交")
    sent_at = time_of("提交")
    confirmed_by = person_of("确认")
    confirmed_at = time_of("确认")
    endorsed_by = person_of("同意上报")
    endorsed_at = time_of("同意上报")
    review_started_by = person_of("开始审核")
    review_started_at = time_of("开始审核")
    passed_by = person_of("初审通过")
    passed_at = time_of("初审通过")
    approved_by = person_of("审核通过")
    approved_at = time_of("审核通过")
    published_by = person_of("公开")
    published_at = time_of("公开")
    sent_directly = models.BooleanField("直接上报", default=False, db_default=False)
    only_commented = models.BooleanField("只开放批注处", default=False, db_default=False)
    excused_by = person_of("免报")
    excused_at = time_of("免报")
    excuse = models.CharField("免报原因", max_length=REASON_LIMIT, blank=True, db_default="")
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "自评"
        # The bureau's list of one year: filtered by state through this index; in the order of unit codes through
        # units' (region, code) and the unique constraint below, when the query also names the region.
        indexes = (models.Index(fields=("fiscal_year", "state"), name="evaluation_year_state"),)
        constraints = (
            # Lists of one unit use it as their index, which the next one, of some rows only, is not.
            models.UniqueConstraint(
                fields=("unit", "fiscal_year", "project"),
                name="evaluation_project_year",
                violation_error_message="该项目已有这个年度的自评。",
            ),
            models.UniqueConstraint(
                fields=("unit", "fiscal_year"),
                condition=Q(project__isnull=True),
                name="evaluation_unit_year",
                violation_error_message="该单位已有这个年度的自评。",
            ),
            models.CheckConstraint(
                name="evaluation_state_is_known",
                condition=Q(state__in=State.values),
                violation_error_message="没有这种状态。",
            ),
            _needs("sent", "提交单位审核必须记录提交人和提交时间。"),
            _needs("confirmed", "上报财政必须记录单位负责人和确认时间。", unless=Q(sent_directly=True)),
            # A year without a second review approves at once.
            _needs("passed", "初审通过必须记录初审人和通过时间。", [State.SECOND_REVIEW]),
            _needs("approved", "审核通过必须记录审核人和通过时间。"),
            _needs("published", "公开必须记录公开人和公开时间。"),
            *map(_pair, ACTS),
            models.CheckConstraint(
                name="evaluation_excused_with_reason",
                condition=Q(excused_by__isnull=True, excused_at__isnull=True, excuse="")
                | (Q(excused_by__isnull=False, excused_at__isnull=False) & ~Q(excuse="")),
                violation_error_message="免报必须记录经办人、时间和原因。",
            ),
            models.CheckConstraint(
                name="evaluation_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True) | Q(sent_by__isnull=True) | ~Q(confirmed_by=F("sent_by")),
                violation_error_message="确认上报的人不能是提交的人。",
            ),
            models.CheckConstraint(
                name="evaluation_endorsed_by_another",
                condition=Q(endorsed_by__isnull=True)
                | (
                    (Q(sent_by__isnull=True) | ~Q(endorsed_by=F("sent_by")))
                    & (Q(confirmed_by__isnull=True) | ~Q(endorsed_by=F("confirmed_by")))
                ),
                violation_error_message="主管部门同意上报的人不能是提交或确认的人。",
            ),
            models.CheckConstraint(
                name="evaluation_approved_by_another",
                condition=Q(approved_by__isnull=True) | Q(passed_by__isnull=True) | ~Q(approved_by=F("passed_by")),
                violation_error_message="复审通过的人不能是初审通过的人。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}（单位 {self.unit_id}，{self.state}）"

    @property
    def stage(self) -> State:
        """The state with its names and tone."""
        return State.of(self.state)

    @property
    def handed_in_at(self) -> datetime | None:
        """When it was handed in to the bureau, as far as that still holds."""
        at: datetime | None = self.endorsed_at or (self.sent_at if self.sent_directly else self.confirmed_at)
        return at

    @property
    def unit_name(self) -> str:
        """What the unit is called in this year. One query, and none unless the unit has changed since."""
        return name_on(self.unit, naming_day(self.fiscal_year))

    @property
    def title(self) -> str:
        """What it is called among those of its unit; no query if `project` is joined."""
        return title_of(self.fiscal_year, self.project)

    @property
    def subject_name(self) -> str:
        """What it evaluates: the unit, or its project with the unit. No query beside that of `unit_name` if `project` is joined."""
        return f"{self.unit_name}（{self.project}）" if self.project_id else self.unit_name

    @property
    def deadline(self) -> datetime:
        """The unit's deadline for filling in and submitting; no query if the row is annotated with `effective_deadline`."""
        annotated: datetime | None = self.__dict__.get("effective_deadline")
        return annotated or deadline_for(self.fiscal_year, self.unit)


class Explanation(models.Model):
    """The preparer's explanation of a warning, which is identified by its check's code and its cell."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="explanations", verbose_name="自评", db_index=False
    )
    code = models.CharField("勾稽关系", max_length=20)
    where = models.CharField("位置", max_length=WHERE_LIMIT)
    text = models.CharField("说明", max_length=EXPLANATION_LIMIT)

    class Meta:
        verbose_name = verbose_name_plural = "说明"
        constraints = (models.UniqueConstraint(fields=("evaluation", "code", "where"), name="explanation_finding"),)

    def __str__(self) -> str:
        return f"{self.code} {self.where}"


class Version(AppendOnly):
    """The document at a transition, and the checks' findings on it, both as JSON; their SHA-256, and that of the previous version.

    `findings` is null in versions from before findings were frozen; the document's files name `bureau_name` as their author.
    """

    evaluation = models.ForeignKey(
        SelfEvaluation, models.PROTECT, related_name="versions", verbose_name="自评", db_index=False
    )
    number = models.PositiveIntegerField("版本号")
    document = models.TextField("内容")
    findings = models.TextField("检查结果", null=True)  # noqa: DJ001 - "[]" says that nothing was found
    sha256 = models.CharField("校验值", max_length=64)
    previous_sha256 = models.CharField("上一版校验值", max_length=64, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="操作人", db_index=False
    )
    created_at = models.DateTimeField("时间")
    transition = models.CharField("操作", max_length=40)
    # A default in the database, so that the previous release can go on freezing versions during an upgrade.
    bureau_name = models.CharField("财政局名称", max_length=NAME_LIMIT, db_default="")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("evaluation", "number"), name="version_number"),)

    def __str__(self) -> str:
        return f"第 {self.number} 版"


class Edit(AppendOnly):
    """One cell's change in one save, with the old and the new text; "" is blank."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.PROTECT, related_name="edits", verbose_name="自评", db_index=False
    )
    revision = models.PositiveIntegerField("修订号")
    where = models.CharField("位置", max_length=WHERE_LIMIT + 40)
    old = models.TextField("原值")
    new = models.TextField("新值")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="操作人", db_index=False
    )
    at = models.DateTimeField("时间")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "修改记录"
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("evaluation", "where"), name="edit_where"),
            models.Index(fields=("evaluation", "revision"), name="edit_revision"),
        )

    def __str__(self) -> str:
        return f"{self.where} #{self.revision}"
