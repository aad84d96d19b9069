"""People, their one role each, their passwords and sessions, and the chained audit log."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.roles import BUREAU_ROLES, SYSTEM_ROLES, UNIT_ROLES, Role
from evaluations.common.append_only import AppendOnly, AppendOnlyQuerySet
from evaluations.units.models import CODE_LIMIT, Region, Unit

if TYPE_CHECKING:
    from accounts.sessions import SessionStore

USERNAME_LIMIT = 64
# The scope of what belongs to no region; every other one is a region's code.
SYSTEM_SCOPE = "system"


class UserManager(BaseUserManager["User"]):
    """Makes users; a password is stored hashed and is not judged here."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A new user without a role; without a password nobody can sign in as them."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A new system administrator: how Django's own `createsuperuser` makes the first account."""
        user = self.create_user(username, password, **fields)
        Membership.objects.using(self._db).create(user=user, role=Role.ADMINISTRATOR)
        return user


class User(AbstractBaseUser):
    """A person who can sign in."""

    username = models.CharField(
        "用户名", max_length=USERNAME_LIMIT, unique=True, error_messages={"unique": "已有同名的用户。"}
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
        """Set the password, and when; a better hash of the same password is stored by Django without the rest."""
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()

    @property
    def role(self) -> str:
        """The value of this person's `Role`, "" without a membership."""
        return self.membership.role if hasattr(self, "membership") else ""

    @property
    def role_label(self) -> str:
        """The name of this person's role, "" without a membership."""
        return Role.of(self.role).label if self.role else ""

    @property
    def unit(self) -> Unit | None:
        """The unit that this person belongs to; None for the bureau and the system's own roles."""
        return self.membership.unit if hasattr(self, "membership") else None

    @property
    def region(self) -> Region | None:
        """The region of this person's unit or bureau."""
        if not hasattr(self, "membership"):
            return None
        return self.membership.unit.region if self.membership.unit else self.membership.region


class Membership(models.Model):
    """The one role of a person, in a unit, in the bureau of a region, or in the system itself."""

    user = models.OneToOneField(User, models.CASCADE, related_name="membership", verbose_name="用户")
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="单位"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="地区"
    )

    class Meta:
        verbose_name = verbose_name_plural = "角色"
        constraints = (
            models.CheckConstraint(
                name="membership_role_is_known",
                condition=Q(role__in=Role.values),
                violation_error_message="没有这种角色。",
            ),
            models.CheckConstraint(
                name="membership_unit_role_has_a_unit",
                condition=~Q(role__in=UNIT_ROLES) | Q(unit__isnull=False, region__isnull=True),
                violation_error_message="填报人和单位负责人必须属于一个单位，不能属于财政局。",
            ),
            models.CheckConstraint(
                name="membership_bureau_role_has_a_region",
                condition=~Q(role__in=BUREAU_ROLES) | Q(unit__isnull=True, region__isnull=False),
                violation_error_message="审核员和财政局绩效管理员必须属于一个地区的财政局，不能属于单位。",
            ),
            models.CheckConstraint(
                name="membership_system_role_has_neither",
                condition=~Q(role__in=SYSTEM_ROLES) | Q(unit__isnull=True, region__isnull=True),
                violation_error_message="系统管理员和审计员不属于任何单位或财政局。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class FormerPassword(models.Model):
    """The hash of one of a person's last passwords."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="用户")
    hash = models.CharField(max_length=128)

    def __str__(self) -> str:
        return str(self.user_id)


class Session(AbstractBaseSession):
    """A session, with the person who is signed in by it and the time of their last act."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", verbose_name="用户")
    seen = models.DateTimeField("最近使用")

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """What reads and writes the rows."""
        from accounts.sessions import SessionStore

        return SessionStore


class Tries(models.Model):
    """How often a password was tried under one limit in its window. Rows that are long over are deleted by the next try."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


class AuditChain(models.Model):
    """The head of the audit chain of a scope: its row is locked while events are appended; `length` also shows when the last events are missing."""

    scope = models.CharField(max_length=CODE_LIMIT, unique=True, db_default=SYSTEM_SCOPE)
    length = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64, blank=True, db_default="")

    def __str__(self) -> str:
        return f"{self.scope} {self.length} {self.hash}"


class AuditEvent(AppendOnly):
    """Who did what, when; `hash` covers every other column and the event before in its scope. Written by `accounts.audit.record_all` only."""

    scope = models.CharField("链", max_length=CODE_LIMIT, db_default=SYSTEM_SCOPE)
    number = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间", db_index=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="操作人")
    actor_name = models.CharField("操作人姓名", max_length=50, blank=True)
    action = models.CharField("操作", max_length=50)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name="地区")
    subject = models.CharField("对象", max_length=100, blank=True, db_index=True)
    detail = models.TextField("内容")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ("at", "pk")
        # The auditor's list of one action, the latest first.
        indexes = (models.Index(fields=("action", "at"), name="audit_action_at"),)
        constraints = (models.UniqueConstraint(fields=("scope", "number"), name="audit_number_in_scope"),)

    def __str__(self) -> str:
        return f"{self.scope} {self.number} {self.action}"


class AuditTally(models.Model):
    """How often the same happened in one period, of which the log holds one event. Written by `accounts.audit.once` only."""

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
    """The maintenance of one day, which one node does; `outcome` is "" until it is done, then its report, or how it failed."""

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
