"""Regions, each with its finance bureau, the budget units in them, and what became of these when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluations.common.years import IN_ORDER, lasting_in, lasts_in, year_column
from evaluations.core.basics.values import NAME_LIMIT
from evaluations.units.credit_codes import CREDIT_CODE_LENGTH
from evaluations.units.initials import InitialsField

CODE_LIMIT = 64
BASIS_LIMIT = 200
CONTACT_LIMIT = 60


class Region(models.Model):
    """A district, city or province: the area of one bureau. A unit that uses the program only for itself has a region without a bureau.

    `parent` is the region above it, used for summaries only: nobody's rights follow it. Whom to ring, about the forms and about the program,
    stands at the foot of every page.
    """

    code = models.CharField("地区代码", max_length=CODE_LIMIT, unique=True)
    name = models.CharField("地区名称", max_length=NAME_LIMIT)
    bureau_name = models.CharField("财政局名称", max_length=NAME_LIMIT, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级地区"
    )
    consulting = models.CharField("业务咨询", max_length=CONTACT_LIMIT, blank=True, default="", db_default="")
    support = models.CharField("技术支持", max_length=CONTACT_LIMIT, blank=True, default="", db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def has_bureau(self) -> bool:
        """Whether a bureau receives what the region's units hand in."""
        return bool(self.bureau_name)


class Section(models.Model):
    """A section of a region's bureau that units belong to (归口股室)."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="sections", verbose_name="地区", db_index=False)
    name = models.CharField("股室名称", max_length=NAME_LIMIT)

    class Meta:
        verbose_name = verbose_name_plural = "归口股室"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("region", "name"), name="section_in_region", violation_error_message="已有同名的股室。"
            ),
        )

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    """What a unit is in the system of public bodies."""

    ADMINISTRATIVE = "administrative", "行政单位"
    CIVIL_SERVICE = "civil_service", "参照公务员法管理的事业单位"
    FIRST_CLASS = "first_class", "公益一类事业单位"
    SECOND_CLASS = "second_class", "公益二类事业单位"
    OTHER = "other", "其他单位"


def asked_in(year: int | F, of: str = "") -> Q:
    """The condition on units, or those to which the lookup `of` leads, that they are in use and evaluate `year`."""
    return Q(**{f"{of}is_active": True}) & lasting_in(year, of)


class Unit(models.Model):
    """A budget unit (预算单位). Its code is unique in the whole database, so commands can name a unit by its code alone.

    `since_year` and `until_year` are the first and the last year that it evaluates, if these are set. `name`, `department` and `is_active`
    are those of today: what they were until `changed_on`, the day of the last change, is told by `UnitChange`.
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地区", related_name="units", db_index=False)
    code = models.CharField("单位代码", max_length=CODE_LIMIT, unique=True)
    name = models.CharField("单位名称", max_length=NAME_LIMIT)
    initials = InitialsField("拼音首字母", max_length=NAME_LIMIT, blank=True, db_default="", default="", editable=False)
    is_active = models.BooleanField("启用", default=True)
    kind = models.CharField("单位类型", max_length=20, choices=UnitKind, blank=True, db_default="", default="")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="units", verbose_name="归口股室"
    )
    department = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name="主管部门"
    )
    credit_code = models.CharField(
        "统一社会信用代码", max_length=CREDIT_CODE_LENGTH, blank=True, db_default="", default=""
    )
    since_year = year_column("起始年度")
    until_year = year_column("终止年度")
    # The day of the last change: without one after the day that is asked for, nothing need be looked up.
    changed_on = models.DateField("最近变更日期", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "预算单位"
        ordering = ("code",)
        # A bureau's lists show one region's units by code.
        indexes = (models.Index(fields=("region", "code"), name="unit_region_code"),)
        constraints = (
            models.CheckConstraint(
                name="unit_kind_is_known",
                condition=Q(kind__in=("", *UnitKind.values)),
                violation_error_message="没有这种单位类型。",
            ),
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=IN_ORDER,
                violation_error_message="终止年度不能早于起始年度。",
            ),
            models.UniqueConstraint(
                fields=("credit_code",),
                condition=~Q(credit_code=""),
                name="unit_credit_code_once",
                violation_error_message="已有单位用这个统一社会信用代码，请核对。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def is_asked_in(self, year: int) -> bool:
        """Whether `asked_in` holds for it."""
        return self.is_active and lasts_in(year, self.since_year, self.until_year)


class ChangeKind(models.TextChoices):
    """What becomes of a unit on a day."""

    RENAMED = "renamed", "改名"
    MOVED = "moved", "换主管部门"
    MERGED = "merged", "并入"
    SPLIT_OFF = "split_off", "分设"
    CLOSED = "closed", "撤销"
    REOPENED = "reopened", "恢复"


class UnitChange(models.Model):
    """What became of a unit on the day `on`, and its name and department until then; a unit's changes are written in the order of their days.

    `other` is the unit that it was merged into or split off.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes", verbose_name="单位", db_index=False)
    kind = models.CharField("变更", max_length=20, choices=ChangeKind)
    on = models.DateField("日期")
    former_name = models.CharField("原名称", max_length=NAME_LIMIT)
    former_department = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原主管部门", db_index=False
    )
    other = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="changes_of_others", verbose_name="另一单位"
    )
    basis = models.CharField("依据", max_length=BASIS_LIMIT, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人", db_index=False
    )
    made_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位变更"
        ordering = ("on", "pk")
        indexes = (models.Index(fields=("unit", "on"), name="unit_change_day"),)
        constraints = (
            models.CheckConstraint(
                name="unit_change_kind_is_known",
                condition=Q(kind__in=ChangeKind.values),
                violation_error_message="没有这种变更。",
            ),
            models.CheckConstraint(
                name="unit_change_names_the_other",
                condition=Q(kind__in=(ChangeKind.MERGED, ChangeKind.SPLIT_OFF), other__isnull=False)
                | (~Q(kind__in=(ChangeKind.MERGED, ChangeKind.SPLIT_OFF)) & Q(other__isnull=True)),
                violation_error_message="并入和分设必须写明另一单位。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.on}"
