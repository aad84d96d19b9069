"""Queries of the bureau's list that people keep by name."""

from django.conf import settings
from django.db import models

from evaluations.units.models import Region

NAME_LIMIT = 40
QUERY_LIMIT = 500


class SavedQuery(models.Model):
    """What somebody asks of a region's list, in any year; a `shared` one is offered to everybody of the bureau."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="+", verbose_name="地区", db_index=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="保存人", db_index=False
    )
    name = models.CharField("名称", max_length=NAME_LIMIT)
    query = models.CharField("条件", max_length=QUERY_LIMIT, blank=True)
    shared = models.BooleanField("本局共用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "常用查询"
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("region", "owner", "name"), name="saved_query_once"),)

    def __str__(self) -> str:
        return self.name
