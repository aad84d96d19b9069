"""Regions, each with its finance bureau, and the budget units in them."""

from django.db import models

from evaluations.core.basics.values import NAME_LIMIT

CODE_LIMIT = 64


class Region(models.Model):
    """A district, city or province: whatever one finance bureau answers for."""

    code = models.CharField("地区代码", max_length=CODE_LIMIT, unique=True)
    name = models.CharField("地区名称", max_length=NAME_LIMIT)
    bureau_name = models.CharField("财政局名称", max_length=NAME_LIMIT)

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A budget unit (预算单位); its code is unique in the whole database, so that a command needs nothing else to name it."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地区", related_name="units", db_index=False)
    code = models.CharField("单位代码", max_length=CODE_LIMIT, unique=True)
    name = models.CharField("单位名称", max_length=NAME_LIMIT)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "预算单位"
        ordering = ("code",)
        # A bureau's lists walk one region in the order of its codes.
        indexes = (models.Index(fields=("region", "code"), name="unit_region_code"),)

    def __str__(self) -> str:
        return self.name
