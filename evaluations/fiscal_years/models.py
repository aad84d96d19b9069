"""Stored editions (表样), a region's fiscal years by kind of form, and a unit's extension of the deadline."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from evaluations.common.refusal import Refused
from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR
from evaluations.core.editions.file import stored_edition
from evaluations.core.form.edition import Edition, Subject
from evaluations.fiscal_years.levels import LEVELS, ROUTE
from evaluations.units.models import Region, Unit

REASON_LIMIT = 500
NOTICE_LIMIT = 2000
KIND_LIMIT = 20
SUBJECTS: Mapping[Subject, str] = {"unit": "整体支出", "project": "项目支出"}
USUAL_KINDS: Mapping[str, str] = {"unit": "", "project": "项目支出"}
"""Of which kind a year is, by what its form evaluates, unless the bureau calls it something else."""

_parsed: dict[str, Edition] = {}


class FormEdition(models.Model):
    """An edition's file as loaded; frozen as soon as a fiscal year or an evaluation uses it.

    One that a bureau has made is only for its own `region`. A withdrawn one is no longer offered for new years.
    """

    code = models.CharField("表样代码", max_length=64)
    version = models.PositiveIntegerField("版本")
    content = models.TextField("内容")
    sha256 = models.CharField("校验值", max_length=64)
    subject = models.CharField("评价对象", max_length=10, choices=SUBJECTS, default="unit", db_default="unit")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="制作的地区", db_index=False
    )
    withdrawn_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表样"
        ordering = ("code", "version")
        constraints = (models.UniqueConstraint(fields=("code", "version"), name="edition_code_version"),)

    def __str__(self) -> str:
        return f"{self.code} 第 {self.version} 版"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding and self.is_in_use() and self._is_changed():
            raise Refused(f"表样“{self}”已在使用，内容不能再改；请把新内容作为更高的版本载入。")
        super().save(**kwargs)

    @property
    def edition(self) -> Edition:
        """The parsed edition, parsed once per process. Only the first call needs `content`, so lists may defer it.

        Raises:
            EditionError: the stored text is not an edition.
        """
        if self.sha256 not in _parsed:
            _parsed[self.sha256] = stored_edition(self.content)
        return _parsed[self.sha256]

    def is_higher_than(self, other: "FormEdition") -> bool:
        """Whether this is a later version of the other edition."""
        return self.code == other.code and self.version > other.version

    def is_in_use(self) -> bool:
        """Whether any row of any table refers to this edition."""
        return any(getattr(self, str(relation.get_accessor_name())).exists() for relation in self._meta.related_objects)

    def _is_changed(self) -> bool:
        same = {
            "pk": self.pk,
            "code": self.code,
            "version": self.version,
            "sha256": self.sha256,
            "content": self.content,
        }
        return not FormEdition.objects.filter(**same).exists()


class FiscalYear(models.Model):
    """A year that a region's units evaluate with one kind of form: its edition, and the period for filling in and submitting.

    A year has as many as there are kinds of forms; `kind` is "" for the usual one, the evaluation of whole units. Where the edition's subject is
    a project, a unit evaluates each of its projects. Last year's evaluation is the one of the same kind.
    `needs_issuing`: a unit evaluates it once the bureau has issued (下达) it to the unit; otherwise each unit begins by itself.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="fiscal_years", verbose_name="地区", db_index=False)
    year = models.PositiveSmallIntegerField(
        "年度", validators=(MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))
    )
    kind = models.CharField("种类", max_length=KIND_LIMIT, blank=True, default="", db_default="")
    edition = models.ForeignKey(FormEdition, models.PROTECT, related_name="fiscal_years", verbose_name="表样")
    opens_at = models.DateTimeField("开始填报时间")
    deadline = models.DateTimeField("截止时间")
    notice = models.TextField("通知", max_length=NOTICE_LIMIT, blank=True, db_default="")
    needs_issuing = models.BooleanField("下达后填报", default=False, db_default=False)
    unit_check = models.BooleanField("单位负责人审核", default=True, db_default=True)
    department_check = models.BooleanField("主管部门审核", default=False, db_default=False)
    second_review = models.BooleanField("财政复审", default=False, db_default=False)
    issued_at = models.DateTimeField("下达时间", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="下达人",
        db_index=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "年度"
        ordering = ("-year", "kind")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "year", "kind"),
                name="fiscal_year_region_year_kind",
                violation_error_message="该地区已有这个年度的这一种自评；同一年度另设一种的，请填写不同的种类。",
            ),
            models.CheckConstraint(
                name="fiscal_year_in_range",
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                violation_error_message=f"年度应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。",
            ),
            models.CheckConstraint(
                name="fiscal_year_deadline_after_opening",
                condition=Q(deadline__gt=F("opens_at")),
                violation_error_message="截止时间必须晚于开始填报时间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年度{self.kind}"

    @property
    def key(self) -> str:
        """What stands for it in addresses: `2023`, `2023项目支出`."""
        return f"{self.year}{self.kind}"

    @property
    def told(self) -> int | str:
        """What the audit log's details call it."""
        return self.key if self.kind else self.year

    @property
    def is_of_projects(self) -> bool:
        """Whether a unit evaluates each of its projects, not itself."""
        return self.edition.subject == "project"

    @property
    def levels(self) -> list[str]:
        """Which of LEVELS it has."""
        return [name for name in LEVELS if getattr(self, name)]

    @property
    def route(self) -> list[str]:
        """What all its levels of checking are called, in their order."""
        return [LEVELS[name].label if name else "财政初审" for name in ROUTE if not name or getattr(self, name)]


class DeadlineExtension(models.Model):
    """A later deadline of one unit in one fiscal year, with the reason."""

    fiscal_year = models.ForeignKey(
        FiscalYear, models.CASCADE, related_name="extensions", verbose_name="年度", db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="extensions", verbose_name="单位")
    until = models.DateTimeField("延期至")
    reason = models.CharField("延期原因", max_length=REASON_LIMIT)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="批准人", db_index=False
    )
    granted_at = models.DateTimeField("批准时间")

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        constraints = (
            models.UniqueConstraint(fields=("fiscal_year", "unit"), name="extension_fiscal_year_unit"),
            models.CheckConstraint(
                name="extension_into_the_future",
                condition=Q(until__gt=F("granted_at")),
                violation_error_message="延期时间必须晚于现在。",
            ),
            models.CheckConstraint(
                name="extension_has_a_reason", condition=~Q(reason=""), violation_error_message="请填写延期原因。"
            ),
        )

    def __str__(self) -> str:
        return f"{self.fiscal_year_id} {self.unit_id} {self.until}"
