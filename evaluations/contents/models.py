"""The tables of a document as rows of cells, and the facts that follow from them; `core.content.stored` says what stands in a row."""

from django.db import models
from django.db.models import Q

from evaluations.core.basics.values import MONEY_PLACES
from evaluations.records.models import SelfEvaluation

_FACT_DIGITS = 20
"""More than an amount has: a fact may be a sum."""


class FormRow(models.Model):
    """A row of cells: of the single cells (position 0 of no section), or of a list (positions count from 1). `cells` is JSON, read and written as a whole."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="form_rows", verbose_name="自评", db_index=False
    )
    section = models.CharField("栏目", max_length=120, blank=True)
    position = models.PositiveIntegerField("行号")
    cells = models.TextField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "表样行"
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "section", "position"), name="form_row_place"),
            models.CheckConstraint(
                name="form_row_position",
                condition=Q(section="", position=0) | (~Q(section="") & Q(position__gte=1)),
                violation_error_message="单项内容只有一行，各栏目的行号从 1 开始。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.section}.{self.position}"


class Fact(models.Model):
    """The sum of the cells of a concept, in 万元 or points; `row` is the line of 附件2, if it is about one. A blank one has no row."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="facts", verbose_name="自评", db_index=False
    )
    concept = models.CharField("概念", max_length=40)
    row = models.CharField("表样行", max_length=40, blank=True)
    amount = models.DecimalField("数额", max_digits=_FACT_DIGITS, decimal_places=MONEY_PLACES)

    class Meta:
        verbose_name = verbose_name_plural = "填报事实"
        constraints = (models.UniqueConstraint(fields=("evaluation", "concept", "row"), name="fact_of_evaluation"),)
        indexes = (models.Index(fields=("concept", "row", "evaluation"), name="fact_concept"),)

    def __str__(self) -> str:
        return f"{self.concept} {self.row}".rstrip()
