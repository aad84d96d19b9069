"""The report as rows: chapters, the figures they state, submitted chapters, and the sketches by which copied chapters are found."""

from django.db import models

from evaluations.common.append_only import AppendOnly, AppendOnlyQuerySet
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
    """One of the few hashes that stand for a chapter's text (core/text/sketch.py); replaced whenever the text changes."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="sketch", verbose_name="章", db_index=False)
    hash = models.BigIntegerField("特征值", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "章节特征"
        constraints = (models.UniqueConstraint(fields=("chapter", "hash"), name="sketch_chapter_hash"),)

    def __str__(self) -> str:
        return f"{self.chapter_id} {self.hash}"


class SubmittedChapter(AppendOnly):
    """A chapter as submitted, with which later reports are compared; chapters that resemble an earlier one by another unit are not kept."""

    evaluation = models.ForeignKey(
        SelfEvaluation, models.PROTECT, related_name="submitted_chapters", verbose_name="自评"
    )
    number = models.PositiveSmallIntegerField("章")
    text = models.TextField("内容")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "已提交的章节"

    def __str__(self) -> str:
        return f"{self.number}"


class SubmittedSketch(AppendOnly):
    """One of the hashes that stand for a submitted chapter's text."""

    chapter = models.ForeignKey(
        SubmittedChapter, models.PROTECT, related_name="sketch", verbose_name="章", db_index=False
    )
    hash = models.BigIntegerField("特征值", db_index=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "已提交章节的特征"
        constraints = (models.UniqueConstraint(fields=("chapter", "hash"), name="submitted_sketch_chapter_hash"),)

    def __str__(self) -> str:
        return f"{self.chapter_id} {self.hash}"


class ReportFigure(models.Model):
    """A figure stated in the report, in 万元; a blank one has no row."""

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
