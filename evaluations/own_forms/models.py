"""Drafts of a bureau's own forms: uploaded workbooks, until they are published as editions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.fiscal_years.models import FormEdition
from evaluations.units.models import Region

NAME_LIMIT = 200


def _person(name: str, *, null: bool = True) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=name,
        db_index=False,
    )


class FormDraft(models.Model):
    """One upload of a form, or a copy `made_of` an edition: what is wrong with it, or the edition's text.

    The workbook is kept only with `mistakes`, to be marked; these are JSON, a list of (sheet, cell, found, message). Somebody proposes it; another manager publishes it, which makes the `edition`.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="地区")
    file_name = models.CharField("文件名", max_length=NAME_LIMIT)
    workbook = models.BinaryField("工作簿")
    mistakes = models.TextField("错误", default="[]", db_default="[]")
    content = models.TextField("内容", blank=True, default="", db_default="")
    made_of = models.ForeignKey(
        FormEdition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="照着起草的表样",
        db_index=False,
    )
    uploaded_by = _person("上传人", null=False)
    uploaded_at = models.DateTimeField("上传时间")
    proposed_by = _person("提交人")
    proposed_at = models.DateTimeField("提交时间", null=True, blank=True)
    published_by = _person("发布人")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    edition = models.ForeignKey(
        FormEdition, models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name="表样"
    )

    class Meta:
        verbose_name = verbose_name_plural = "表样草稿"
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="form_draft_published_whole",
                condition=Q(edition=None, published_by=None, published_at=None)
                | Q(edition__isnull=False, published_by__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="form_draft_seen_by_two",
                condition=Q(published_by=None) | ~Q(published_by=models.F("proposed_by")),
                violation_error_message="提交和发布应由两个人办理。",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_readable(self) -> bool:
        """Whether it is an edition, without mistakes."""
        return self.mistakes == "[]"
