"""The app's table, which an earlier release called `review_event`."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from evaluations.common.append_only import refuse_changes
from evaluations.common.taking_over import TakeOverTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("records", "0005_frozen_findings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TakeOverTable(
            former="review_event",
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("transition", models.CharField(max_length=20, verbose_name="操作")),
                ("source", models.CharField(max_length=20, verbose_name="原状态")),
                ("target", models.CharField(max_length=20, verbose_name="新状态")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("comment", models.CharField(blank=True, max_length=2000, verbose_name="意见")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="records.selfevaluation",
                        verbose_name="自评",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理记录",
                "verbose_name_plural": "办理记录",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "source__in",
                                ["drafting", "unit_check", "submitted", "returned", "approved", "published"],
                            ),
                            (
                                "target__in",
                                ["drafting", "unit_check", "submitted", "returned", "approved", "published"],
                            ),
                        ),
                        name="event_states_are_known",
                        violation_error_message="没有这种状态。",
                    )
                ],
            },
        ),
        refuse_changes("history_event"),
    ]
