"""附件3 as rows: budget and objective, the amounts by revenue and by expenditure, the indicators."""

from django.db import models
from django.db.models import Q

from evaluations.core.basics.values import NAME_LIMIT
from evaluations.records.content import amount, counted_from_one, own_fields
from evaluations.records.models import SelfEvaluation

GROUPS = ("by_revenue", "by_expenditure")
DIRECTIONS = ("positive", "reverse", "qualitative")


class SelfAssessment(models.Model):
    """What 附件3 asks for once."""

    evaluation = models.OneToOneField(
        SelfEvaluation, models.CASCADE, related_name="self_assessment", verbose_name="自评"
    )
    initial_budget = amount("年初预算数")
    adjusted_budget = amount("全年预算数")
    executed = amount("全年执行数")
    execution_score = amount("执行率得分")
    expected_objective = models.TextField("预期目标", blank=True)
    actual_completion = models.TextField("实际完成情况", blank=True)
    fields = own_fields()

    class Meta:
        verbose_name = verbose_name_plural = "自评表"

    def __str__(self) -> str:
        return f"{self.evaluation_id}"


class FundingAmount(models.Model):
    """The amount of one source (`by_revenue`) or nature (`by_expenditure`) of money; a blank one has no row."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="funding_amounts", verbose_name="自评", db_index=False
    )
    group = models.CharField("分类", max_length=20)
    item = models.CharField("项", max_length=40)
    amount = amount("金额", blank=False)

    class Meta:
        verbose_name = verbose_name_plural = "资金构成"
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "group", "item"), name="funding_place"),
            models.CheckConstraint(
                name="funding_group_is_known",
                condition=Q(group__in=GROUPS),
                violation_error_message="只分收入性质和支出性质。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.group}.{self.item}"


class Indicator(models.Model):
    """A third-level indicator; `position` counts from 1 within its category; target and actual are kept as typed."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="indicators", verbose_name="自评", db_index=False
    )
    category = models.CharField("二级指标", max_length=80)
    position = models.PositiveIntegerField("行号")
    name = models.CharField("三级指标", max_length=NAME_LIMIT, blank=True)
    target = models.CharField("年度指标值", max_length=NAME_LIMIT, blank=True)
    actual = models.CharField("实际完成值", max_length=NAME_LIMIT, blank=True)
    direction = models.CharField("指标方向", max_length=12, blank=True)
    weight = amount("分值")
    score = amount("得分")
    deviation_reason = models.TextField("偏差原因分析及改进措施", blank=True)
    fields = own_fields()

    class Meta:
        verbose_name = verbose_name_plural = "绩效指标"
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "category", "position"), name="indicator_place"),
            counted_from_one("indicator"),
            models.CheckConstraint(
                name="indicator_direction_is_known",
                condition=Q(direction__in=("", *DIRECTIONS)),
                violation_error_message="指标方向应为正向、反向、定性之一。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.category}.{self.position}"
