"""How many units stand where: counted when the triggers are made, at the end of the migration."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_projects"),
        ("fiscal_years", "0008_own_forms"),
        ("units", "0006_initials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StandingCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="状态")),
                ("number", models.IntegerField(verbose_name="数量")),
                (
                    "fiscal_year",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="fiscal_years.fiscalyear",
                        verbose_name="年度",
                    ),
                ),
                (
                    "passed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="初审通过人",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核员",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.section",
                        verbose_name="归口股室",
                    ),
                ),
            ],
            options={
                "verbose_name": "审核列表的数量",
                "verbose_name_plural": "审核列表的数量",
                "indexes": [
                    models.Index(
                        fields=["fiscal_year", "place", "reviewer", "section", "passed_by"], name="standing_count"
                    )
                ],
            },
        ),
    ]
