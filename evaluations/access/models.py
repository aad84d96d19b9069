"""Who reviews which unit, and who did."""

from django.conf import settings
from django.db import models

from evaluations.common.append_only import AppendOnly, AppendOnlyQuerySet
from evaluations.units.models import Unit


class Assignment(models.Model):
    """Who reviews a unit's evaluations: one reviewer of its region's bureau."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="assignment", verbose_name="单位")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name="审核员"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="分配人", db_index=False
    )
    assigned_at = models.DateTimeField("分配时间")

    class Meta:
        verbose_name = verbose_name_plural = "审核分工"

    def __str__(self) -> str:
        return f"{self.unit_id} {self.reviewer_id}"


class AssignmentChange(AppendOnly):
    """Since when a reviewer (None: nobody) reviews a unit, and who gave it to them (None: the console or the program itself).

    `assignment.py` writes one with every change of an `Assignment`.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="assignment_changes", verbose_name="单位", db_index=False
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="审核员", db_index=False
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="分配人", db_index=False
    )
    at = models.DateTimeField("时间")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分工沿革"
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("unit", "at"), name="assignment_change_of_unit"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.reviewer_id} {self.at}"
