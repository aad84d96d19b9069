"""People, their memberships, their passwords and sessions, and the chained audit log."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Expression, F, Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.roles import BUREAU_ROLES, SYSTEM_ROLES, UNIT_ROLES, Role
from evaluations.common.append_only import AppendOnly, AppendOnlyQuerySet
from evaluations.units.models import CODE_LIMIT, Region, Unit

if TYPE_CHECKING:
    from accounts.sessions import SessionStore

USERNAME_LIMIT = 64
ADDRESS_LIMIT = 64
# The scope of what belongs to no region; every other scope is a region's code.
SYSTEM_SCOPE = "system"


class UserManager(BaseUserManager["User"]):
    """Creates users; passwords are hashed, but not validated here."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A new user without a role; with no password, nobody can sign in as them."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A new system administrator; Django's `createsuperuser` creates the first account this way."""
        user = self.create_user(username, password, **fields)
        Membership.objects.using(self._db).create(user=user, role=Role.ADMINISTRATOR)
        return user


class User(AbstractBaseUser):
    """A person who can sign in."""

    username = models.CharField(
        "用户名",
        max_length=USERNAME_LIMIT,
        unique=True,
        validators=[RegexValidator(r"\A[A-Za-z0-9._-]+\Z", "用户名只能用字母、数字、“-”“_”“.”，例如 zhoumin。")],
        error_messages={"unique": "已有同名的用户。"},
    )
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("联系电话", max_length=50, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    password_changed_at = models.DateTimeField("密码修改时间", default=timezone.now, db_default=Now())

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        """Set the password and its date; when Django upgrades the hash of an unchanged password, it saves the hash alone."""
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by time and place."""

    def in_force(self, today: date | Expression | None = None) -> "MembershipQuerySet":
        """The memberships in force today."""
        today = today or timezone.localdate()
        return self.filter(Q(since__isnull=True) | Q(since__lte=today), Q(until__isnull=True) | Q(until__gte=today))

    def not_ended(self) -> "MembershipQuerySet":
        """Those that hold today or will."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()))

    def with_places(self) -> "MembershipQuerySet":
        """The memberships, each loaded with its unit and region."""
        return self.select_related("unit__region", "region")


class Membership(models.Model):
    """A person's role in a unit, in a region's bureau, or in the system itself, from the day `since` to the day `until`, if these are set."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="用户")
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="单位", db_index=False
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="地区"
    )
    since = models.DateField("起始日期", null=True, blank=True)
    until = models.DateField("截止日期", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        # All that the list of a region's people asks of its units' memberships.
        indexes = (models.Index(fields=("unit", "until", "user"), name="membership_of_unit"),)
        constraints = (
            models.CheckConstraint(
                name="membership_role_is_known",
                condition=Q(role__in=Role.values),
                violation_error_message="没有这种角色。",
            ),
            models.CheckConstraint(
                name="membership_unit_role_has_a_unit",
                condition=~Q(role__in=UNIT_ROLES) | Q(unit__isnull=False, region__isnull=True),
                violation_error_message="填报人、单位负责人和主管部门审核人必须属于一个单位。",
            ),
            models.CheckConstraint(
                name="membership_bureau_role_has_a_region",
                condition=~Q(role__in=BUREAU_ROLES) | Q(unit__isnull=True, region__isnull=False),
                violation_error_message="审核员和绩效管理员必须属于一个地区的财政局（主管部门），不能属于单位。",
            ),
            models.CheckConstraint(
                name="membership_system_role_has_neither",
                condition=~Q(role__in=SYSTEM_ROLES) | Q(unit__isnull=True, region__isnull=True),
                violation_error_message="系统管理员和审计员不属于任何单位或地区。",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(until__gte=F("since")) | Q(since__isnull=True) | Q(until__isnull=True),
                violation_error_message="截止日期不能早于起始日期。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    @property
    def label(self) -> str:
        """The name of the role."""
        return Role.of(self.role).label

    @property
    def may(self) -> str:
        """What it allows, in short."""
        facts, region = Role.of(self.role).facts, self.place_region
        return facts.alone[0] if facts.alone and region and not region.has_bureau else facts.may

    @property
    def place_region(self) -> Region | None:
        """The region of the unit or the bureau; None for system roles."""
        return self.unit.region if self.unit else self.region

    @property
    def place(self) -> str:
        """The name of the unit or the bureau; "" for system roles."""
        if self.unit:
            return self.unit.name
        return self.region.bureau_name if self.region else ""

    @property
    def is_coming(self) -> bool:
        """Whether it has not begun."""
        return self.since is not None and self.since > timezone.localdate()

    @property
    def has_ended(self) -> bool:
        """Whether its last day is past."""
        return self.until is not None and self.until < timezone.localdate()

    @property
    def in_words(self) -> str:
        """The role and the place: 区文联填报人."""
        return f"{self.place}{self.label}"


class FormerPassword(models.Model):
    """The hash of one of a person's recent passwords."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="用户")
    hash = models.CharField(max_length=128)

    def __str__(self) -> str:
        return str(self.user_id)


class ActivationCode(models.Model):
    """The code with which a person can set their password once; a new code replaces the former one. Only `accounts.activation` writes it."""

    person = models.OneToOneField(User, models.CASCADE, related_name="activation_code", verbose_name="用户")
    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField("发码时间")
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="发码人", db_index=False
    )
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "激活码"

    def __str__(self) -> str:
        return str(self.person_id)


class Session(AbstractBaseSession):
    """A session, with the person it belongs to and the time of their last act."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", verbose_name="用户")
    seen = models.DateTimeField("最近使用")

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """The class that reads and writes the rows."""
        from accounts.sessions import SessionStore

        return SessionStore


class Tries(models.Model):
    """How often a password was tried under one limit in its window. The next try deletes rows that expired long ago."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


class AuditChain(models.Model):
    """The head of a scope's audit chain; its row is locked while events are appended. `length` reveals when the last events are missing."""

    scope = models.CharField(max_length=CODE_LIMIT, unique=True, db_default=SYSTEM_SCOPE)
    length = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64, blank=True, db_default="")

    def __str__(self) -> str:
        return f"{self.scope} {self.length} {self.hash}"


class Result(models.TextChoices):
    """How an act ended."""

    DONE = "done", "完成"
    REFUSED = "refused", "被拒绝"
    FAILED = "failed", "失败"


class AuditEvent(AppendOnly):
    """Who did what, when and from where; `hash` covers all other columns and the previous event of the scope. Only `accounts.audit.record_all` writes it.

    `address`, `device` and `result` are blank in events written before these columns existed.
    """

    scope = models.CharField("链", max_length=CODE_LIMIT, db_default=SYSTEM_SCOPE)
    number = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间", db_index=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="操作人", db_index=False)
    actor_name = models.CharField("操作人姓名", max_length=50, blank=True)
    action = models.CharField("操作", max_length=50)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name="地区", db_index=False)
    subject = models.CharField("对象", max_length=100, blank=True, db_index=True)
    detail = models.TextField("内容")
    address = models.CharField("地址", max_length=ADDRESS_LIMIT, blank=True, default="", db_default="")
    device = models.CharField("设备", max_length=50, blank=True, default="", db_default="")
    result = models.CharField("结果", max_length=10, choices=Result, blank=True, default="", db_default="")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ("at", "pk")
        # For the auditor's lists, latest first; addresses are also searched by prefix.
        indexes = (
            models.Index(fields=("actor", "at"), name="audit_actor_at"),
            models.Index(fields=("region", "at"), name="audit_region_at"),
            models.Index(fields=("action", "at"), name="audit_action_at"),
            models.Index(fields=("result", "at"), name="audit_result_at"),
            models.Index(
                fields=("address", "at"), name="audit_address_at", opclasses=("varchar_pattern_ops", "timestamptz_ops")
            ),
        )
        constraints = (models.UniqueConstraint(fields=("scope", "number"), name="audit_number_in_scope"),)

    def __str__(self) -> str:
        return f"{self.scope} {self.number} {self.action}"


class AuditTally(models.Model):
    """How often the same thing happened in one period; the log holds one event of it. Only `accounts.audit.once` writes it."""

    actor = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="操作人", db_index=False)
    action = models.CharField("操作", max_length=50)
    subject = models.CharField("对象", max_length=100)
    since = models.DateTimeField("起始时间")
    count = models.PositiveIntegerField("次数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "重复次数"
        constraints = (
            models.UniqueConstraint(fields=("actor", "action", "subject", "since"), name="audit_tally_once"),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.subject} × {self.count}"


class Maintenance(models.Model):
    """One day's maintenance, which one node does; `outcome` is "" until it is done, then its report or the reason it failed."""

    day = models.DateField("日期", unique=True)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间", null=True)
    has_failed = models.BooleanField("失败", default=False)
    outcome = models.TextField("结果", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "每日维护"
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day}"
