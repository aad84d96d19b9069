"""The report as rows: chapters, the figures that they state, and the sketches by which copied chapters are found."""

from django.db import models

from evaluations.records.content import amount
from evaluations.records.models import SelfEvaluation


class Chapter(models.Model):
    """One chapter's text; a blank one has no row."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="chapters", verbose_name="自评", db_index=False
    )
    number = models.PositiveSmallIntegerField("章")
    text = models.TextField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "报告章节"
        constraints = (models.UniqueConstraint(fields=("evaluation", "number"), name="chapter_number"),)

    def __str__(self) -> str:
        return f"{self.number}"


class ChapterSketch(models.Model):
    """One of the few hashes that stand for a chapter's text (core/sketch.py), written anew whenever the text changes."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="sketch", verbose_name="章", db_index=False)
    hash = models.BigIntegerField("特征值", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "章节特征"
        constraints = (models.UniqueConstraint(fields=("chapter", "hash"), name="sketch_chapter_hash"),)

    def __str__(self) -> str:
        return f"{self.chapter_id} {self.hash}"


class ReportFigure(models.Model):
    """A figure that the report states, in 万元; a blank one has no row."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.CASCADE, related_name="report_figures", verbose_name="自评", db_index=False
    )
    code = models.CharField("数字", max_length=40)
    amount = amount("金额", blank=False)

    class Meta:
        verbose_name = verbose_name_plural = "报告数字"
        constraints = (models.UniqueConstraint(fields=("evaluation", "code"), name="report_figure_code"),)

    def __str__(self) -> str:
        return self.code
