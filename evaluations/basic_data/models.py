"""附件2 as rows: staffing and thrift measures, the amounts of each line, the buildings completed in the year."""

from django.db import models

from evaluations.core.basics.values import NAME_LIMIT
from evaluations.records.content import amount, counted_from_one, own_fields
from evaluations.records.models import SelfEvaluation


class BasicData(models.Model):
    """What 附件2 asks for once."""

    evaluation = models.OneToOneField(SelfEvaluation, models.CASCADE, related_name="basic_data", verbose_name="自评")
    authorized_posts = models.PositiveIntegerField("编制数", null=True, blank=True)
    staff_in_post = models.PositiveIntegerField("实际在职人数", null=True, blank=True)
    thrift_measures = models.TextField("厉行节约保障措施", blank=True)
    fields = own_fields()

    class Meta:
        verbose_name = verbose_name_plural = "基础数据"

    def __str__(self) -> str:
        return f"{self.evaluation_id}"


class ExpenditureRow(models.Model):
    """The amounts of one line; only lines with any number of rows use `name`; `position` counts from 1 within the line."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="expenditure_rows", verbose_name="自评", db_index=False
    )
    item = models.CharField("表样行", max_length=40)
    position = models.PositiveIntegerField("行号")
    name = models.CharField("名称", max_length=NAME_LIMIT, blank=True)
    prior_final = amount("上年决算数")
    budget = amount("预算数")
    final = amount("决算数")

    class Meta:
        verbose_name = verbose_name_plural = "经费控制情况"
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "item", "position"), name="expenditure_place"),
            counted_from_one("expenditure"),
        )

    def __str__(self) -> str:
        return f"{self.item}.{self.position}"


class Building(models.Model):
    """A building completed in the year: areas in ㎡, investments in 万元."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="buildings", verbose_name="自评", db_index=False
    )
    position = models.PositiveIntegerField("行号")
    approved_area = amount("批复规模")
    actual_area = amount("实际规模")
    budget_investment = amount("预算投资")
    actual_investment = amount("实际投资")

    class Meta:
        verbose_name = verbose_name_plural = "楼堂馆所控制情况"
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "position"), name="building_place"),
            counted_from_one("building"),
        )

    def __str__(self) -> str:
        return f"{self.position}"
