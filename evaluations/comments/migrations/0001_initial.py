"""The app's table, which an earlier release called `review_comment`."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from evaluations.common.taking_over import TakeOverTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("records", "0005_frozen_findings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TakeOverTable(
            former="review_comment",
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("where", models.CharField(max_length=200, verbose_name="位置")),
                ("cell_name", models.CharField(max_length=300, verbose_name="单元格")),
                ("text", models.CharField(max_length=2000, verbose_name="批注")),
                ("at", models.DateTimeField(verbose_name="批注时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待答复"), ("answered", "已答复"), ("closed", "已关闭")],
                        default="open",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=2000, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="关闭时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批注人",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="关闭人",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="records.selfevaluation",
                        verbose_name="自评",
                    ),
                ),
            ],
            options={
                "verbose_name": "批注",
                "verbose_name_plural": "批注",
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["evaluation", "state"], name="comment_evaluation_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="comment_has_text",
                        violation_error_message="批注不能空白。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "answered", "closed"])),
                        name="comment_state_is_known",
                        violation_error_message="没有这种批注状态。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="comment_answer_is_whole",
                        violation_error_message="答复必须有内容、答复人和答复时间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "open"), ("answer", "")),
                            models.Q(("state", "answered"), models.Q(("answer", ""), _negated=True)),
                            ("state", "closed"),
                            _connector="OR",
                        ),
                        name="comment_state_fits_answer",
                        violation_error_message="待答复的批注没有答复，已答复的批注必须有答复。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False), ("state", "closed")),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="comment_closed_is_whole",
                        violation_error_message="关闭批注必须记录关闭人和关闭时间。",
                    ),
                ],
            },
        ),
    ]
