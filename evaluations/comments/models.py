"""Comments on cells (批注)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluations.comments.kinds import ANSWERED, Kind
from evaluations.history.models import TEXT_LIMIT
from evaluations.records.models import WHERE_LIMIT, SelfEvaluation, person_of, time_of
from evaluations.records.states import Tone
from evaluations.units.models import Region

NAME_LIMIT = 300
STANDARD_NAME_LIMIT = 40


class CommentState(models.TextChoices):
    OPEN = "open", "待处理"
    FIXED = "fixed", "已修改"
    EXPLAINED = "explained", "已说明"
    CLOSED = "closed", "已关闭"
    RAISED_AGAIN = "raised_again", "再次提出"

    @property
    def tone(self) -> Tone:
        """The colour of the comment's state tag."""
        if self == self.OPEN:
            return "attention"
        return "waiting" if self in ANSWERS else "neutral"


ANSWERS = (CommentState.FIXED, CommentState.EXPLAINED)
"""The two ways to answer."""
SETTLED = (CommentState.CLOSED, CommentState.RAISED_AGAIN)
"""The states in which nothing more is to be done about a comment."""


class Demand(models.TextChoices):
    """How much a comment asks for: only what must be fixed holds up the approval."""

    MUST = "must", "必须修改"
    ADVICE = "advice", "建议"


class Comment(models.Model):
    """A comment on a cell, a row, a chapter or the whole evaluation, its answer, and its closing; `kinds` says who writes these.

    `where` follows the place when rows move; `first_where` and `cell_name` stay as they were at the time of writing. A comment that is raised
    again is settled, and the new one `follows` it.
    """

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="comments", verbose_name="自评", db_index=False
    )
    kind = models.CharField("种类", max_length=20, default=Kind.COMMENT, db_default=Kind.COMMENT)
    where = models.CharField("位置", max_length=WHERE_LIMIT)
    first_where = models.CharField("批注时的位置", max_length=WHERE_LIMIT, blank=True, db_default="")
    cell_name = models.CharField("单元格", max_length=NAME_LIMIT)
    text = models.CharField("批注", max_length=TEXT_LIMIT)
    demand = models.CharField("要求", max_length=10, choices=Demand, default=Demand.MUST, db_default=Demand.MUST.value)
    follows = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="followed_by", verbose_name="上一条批注"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="批注人", db_index=False
    )
    at = models.DateTimeField("批注时间")
    state = models.CharField("状态", max_length=20, choices=CommentState, default=CommentState.OPEN)
    answer = models.CharField("答复", max_length=TEXT_LIMIT, blank=True)
    answered_by = person_of("答复")
    answered_at = time_of("答复")
    closed_by = person_of("关闭")
    closed_at = time_of("关闭")

    class Meta:
        verbose_name = verbose_name_plural = "批注"
        ordering = ("pk",)
        indexes = (models.Index(fields=("evaluation", "state"), name="comment_evaluation_state"),)
        constraints = (
            models.CheckConstraint(
                name="comment_has_text", condition=~Q(text=""), violation_error_message="批注不能空白。"
            ),
            models.CheckConstraint(
                name="comment_kind_is_known",
                condition=Q(kind__in=Kind.values),
                violation_error_message="没有这种批注。",
            ),
            models.CheckConstraint(
                name="comment_kind_takes_answer",
                condition=Q(answer="") | Q(kind__in=ANSWERED),
                violation_error_message="这种批注没有答复。",
            ),
            models.CheckConstraint(
                name="comment_state_is_known",
                condition=Q(state__in=CommentState.values),
                violation_error_message="没有这种批注状态。",
            ),
            models.CheckConstraint(
                name="comment_demand_is_known",
                condition=Q(demand__in=Demand.values),
                violation_error_message="批注的要求只有“必须修改”和“建议”。",
            ),
            models.CheckConstraint(
                name="comment_follows_another",
                condition=Q(follows__isnull=True) | ~Q(follows=F("id")),
                violation_error_message="批注不能接着自己。",
            ),
            models.CheckConstraint(
                name="comment_answer_is_whole",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                violation_error_message="答复必须有内容、答复人和答复时间。",
            ),
            models.CheckConstraint(
                name="comment_state_fits_answer",
                condition=(Q(state=CommentState.OPEN) & Q(answer=""))
                | (Q(state__in=(*ANSWERS, CommentState.RAISED_AGAIN)) & ~Q(answer=""))
                | Q(state=CommentState.CLOSED),
                violation_error_message="待处理的批注没有答复，已修改、已说明、再次提出的批注必须有答复。",
            ),
            models.CheckConstraint(
                name="comment_closed_is_whole",
                condition=Q(state=CommentState.CLOSED, closed_by__isnull=False, closed_at__isnull=False)
                | (~Q(state=CommentState.CLOSED) & Q(closed_by__isnull=True, closed_at__isnull=True)),
                violation_error_message="关闭批注必须记录关闭人和关闭时间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.where} {self.state}"

    @property
    def of_kind(self) -> Kind:
        """The kind with its facts."""
        return Kind.of(self.kind)

    @property
    def tag(self) -> tuple[str, Tone]:
        """The name and tone of its state tag; an open comment that takes no answer shows its kind."""
        if self.state == CommentState.OPEN and not self.is_unanswered:
            return self.of_kind.label, "neutral"
        state = CommentState(self.state)
        return state.label, state.tone

    @property
    def is_unanswered(self) -> bool:
        """Whether it is waiting for an answer."""
        return self.state == CommentState.OPEN and self.kind in ANSWERED

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self.state in SETTLED


class StandardComment(models.Model):
    """A comment that is written often, with placeholders: either a reviewer's own, or a bureau's for all its reviewers."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="所有人"
    )
    region = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="standard_comments", verbose_name="地区"
    )
    name = models.CharField("名称", max_length=STANDARD_NAME_LIMIT)
    text = models.CharField("内容", max_length=TEXT_LIMIT)

    class Meta:
        verbose_name = verbose_name_plural = "常用批注"
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                name="standard_comment_is_somebodys",
                condition=Q(owner__isnull=True, region__isnull=False) | Q(owner__isnull=False, region__isnull=True),
                violation_error_message="常用批注要么是个人的，要么是全局共用的。",
            ),
            models.CheckConstraint(
                name="standard_comment_is_filled",
                condition=~Q(name="") & ~Q(text=""),
                violation_error_message="常用批注要有名称和内容。",
            ),
            models.UniqueConstraint(fields=("owner", "name"), name="standard_comment_of_owner"),
            models.UniqueConstraint(fields=("region", "name"), name="standard_comment_of_region"),
        )

    def __str__(self) -> str:
        return self.name
