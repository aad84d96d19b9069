"""What each evaluation's latest hand-in amounts to, and the quartiles of a kind of units in a year."""

from django.db import models

from evaluations.fiscal_years.models import FiscalYear
from evaluations.hand_ins.figures import RATE_PLACES
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import UnitKind


class HandIn(models.Model):
    """The latest hand-in to the bureau of one evaluation, unless the unit has taken it back; `number` counts them. `figures`: see `figures.comparable`.

    The year stands here, too, so that an index serves a year's list in the order of any column.
    """

    evaluation = models.OneToOneField(
        SelfEvaluation, models.CASCADE, primary_key=True, related_name="hand_in", verbose_name="自评"
    )
    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="+", verbose_name="年度", db_index=False)
    number = models.PositiveIntegerField("第几次上报", default=1)
    score = models.DecimalField("自评得分", max_digits=20, decimal_places=6, null=True)
    grade = models.CharField("评价等级", max_length=20, blank=True)
    execution_rate = models.DecimalField("预算执行率", max_digits=22, decimal_places=RATE_PLACES, null=True)
    explained = models.PositiveIntegerField("已说明")
    swings = models.PositiveIntegerField("与上年变动大")
    alike = models.PositiveIntegerField("雷同")
    figures = models.JSONField("数字")

    class Meta:
        verbose_name = verbose_name_plural = "上报提要"
        indexes = (
            models.Index(fields=("fiscal_year", "score"), name="hand_in_score"),
            models.Index(fields=("fiscal_year", "execution_rate"), name="hand_in_rate"),
        )

    def __str__(self) -> str:
        return f"{self.evaluation_id} #{self.number}"


class KindFigures(models.Model):
    """The quartiles of a year's units of one kind, from `count` hand-ins; `arrived` counts the hand-ins since they were computed."""

    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="+", verbose_name="年度", db_index=False)
    kind = models.CharField("单位类型", max_length=20, choices=UnitKind, blank=True)
    count = models.PositiveIntegerField("单位数", default=0)
    arrived = models.PositiveIntegerField("之后上报", default=0)
    quartiles = models.JSONField("四分位数", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "同类单位"
        constraints = (models.UniqueConstraint(fields=("fiscal_year", "kind"), name="kind_figures_of_year"),)

    def __str__(self) -> str:
        return f"{self.fiscal_year_id} {self.kind}"
