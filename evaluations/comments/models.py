"""The comments of reviewers (批注)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.history.models import TEXT_LIMIT
from evaluations.records.models import WHERE_LIMIT, SelfEvaluation, person_of, time_of

NAME_LIMIT = 300


class CommentState(models.TextChoices):
    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已关闭"

    @property
    def tone(self) -> str:
        """The colour of the comment's state tag."""
        return {self.OPEN: "attention", self.ANSWERED: "waiting"}.get(self, "neutral")


class Comment(models.Model):
    """A reviewer's comment on one cell, the unit's answer, and its closing.

    `where` follows the cell when rows move; `cell_name` stays what the cell was called when the comment was written.
    """

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="comments", verbose_name="自评", db_index=False
    )
    where = models.CharField("位置", max_length=WHERE_LIMIT)
    cell_name = models.CharField("单元格", max_length=NAME_LIMIT)
    text = models.CharField("批注", max_length=TEXT_LIMIT)
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
                name="comment_state_is_known",
                condition=Q(state__in=CommentState.values),
                violation_error_message="没有这种批注状态。",
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
                | (Q(state=CommentState.ANSWERED) & ~Q(answer=""))
                | Q(state=CommentState.CLOSED),
                violation_error_message="待答复的批注没有答复，已答复的批注必须有答复。",
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
    def stage(self) -> CommentState:
        """The state with its name and tone."""
        return CommentState(self.state)
