"""The events in the history of an evaluation (办理记录)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.common.append_only import AppendOnly, AppendOnlyQuerySet
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State

TEXT_LIMIT = 2000


class Event(AppendOnly):
    """One event of an evaluation: a transition of `workflow.TRANSITIONS`, or the start of the review, and the role in which somebody did it."""

    evaluation = models.ForeignKey(SelfEvaluation, models.PROTECT, related_name="events", verbose_name="自评")
    transition = models.CharField("操作", max_length=40)
    source = models.CharField("原状态", max_length=20)
    target = models.CharField("新状态", max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="操作人", db_index=False
    )
    role = models.CharField("角色", max_length=20, blank=True, db_default="")
    at = models.DateTimeField("时间")
    comment = models.CharField("意见", max_length=TEXT_LIMIT, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="event_states_are_known",
                condition=Q(source__in=State.values, target__in=State.values),
                violation_error_message="没有这种状态。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.transition} {self.source} → {self.target}"
