"""Who reviewed which unit since when, as a table that only grows. It begins with the present assignments, as far as is known: by whom and when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evaluations.common.append_only import refuse_changes


def begin(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    present = apps.get_model("access", "Assignment").objects.order_by("assigned_at", "pk")
    changes = apps.get_model("access", "AssignmentChange").objects
    changes.bulk_create(
        (
            changes.model(
                unit_id=each.unit_id, reviewer_id=each.reviewer_id, given_by_id=each.assigned_by_id, at=each.assigned_at
            )
            for each in present.iterator()
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("units", "0003_kinds_sections_departments_and_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssignmentChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "given_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="分配人",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核员",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignment_changes",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "分工沿革",
                "verbose_name_plural": "分工沿革",
                "ordering": ("at", "pk"),
                "indexes": [models.Index(fields=["unit", "at"], name="assignment_change_of_unit")],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        refuse_changes("access_assignmentchange"),
    ]
