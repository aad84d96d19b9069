"""Who reviews which unit."""

from django.conf import settings
from django.db import models

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
