"""Where each unit stands in a year: the rows are written when the triggers are made, at the end of the migration."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from evaluations.common.containing import pairs_index


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
        ("fiscal_years", "0005_department_check"),
        ("records", "0012_longer_names_of_transitions"),
        ("units", "0006_initials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, verbose_name="单位代码")),
                ("name", models.CharField(max_length=200, verbose_name="单位名称")),
                ("initials", models.CharField(max_length=200, verbose_name="拼音首字母")),
                ("place", models.PositiveSmallIntegerField(verbose_name="状态")),
                ("since", models.DateTimeField(null=True, verbose_name="进入状态时间")),
                ("is_under_review", models.BooleanField(verbose_name="审核中")),
                ("number", models.PositiveIntegerField(null=True, verbose_name="第几次上报")),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="自评得分"
                    ),
                ),
                ("grade", models.CharField(blank=True, max_length=20, null=True, verbose_name="评价等级")),
                (
                    "execution_rate",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=22, null=True, verbose_name="预算执行率"
                    ),
                ),
                ("explained", models.PositiveIntegerField(blank=True, null=True, verbose_name="已说明")),
                ("swings", models.PositiveIntegerField(blank=True, null=True, verbose_name="与上年变动大")),
                ("alike", models.PositiveIntegerField(blank=True, null=True, verbose_name="雷同")),
                ("comments", models.PositiveIntegerField(null=True, verbose_name="待处理批注")),
                ("section_name", models.CharField(max_length=200, null=True, verbose_name="股室名称")),
                ("reviewer_name", models.CharField(max_length=50, null=True, verbose_name="审核员姓名")),
                ("assigned_at", models.DateTimeField(null=True, verbose_name="分配时间")),
                ("until", models.DateTimeField(null=True, verbose_name="延期至")),
                (
                    "evaluation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.selfevaluation",
                        verbose_name="自评",
                    ),
                ),
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
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "审核列表",
                "verbose_name_plural": "审核列表",
                "indexes": [
                    models.Index(
                        fields=["fiscal_year", "name", "code", "place", "reviewer", "initials", "unit"],
                        name="standing_name",
                    ),
                    models.Index(fields=["fiscal_year", "place", "code", "reviewer"], name="standing_place"),
                    models.Index(fields=["fiscal_year", "since", "code", "place", "reviewer"], name="standing_since"),
                    models.Index(fields=["fiscal_year", "score", "code", "place", "reviewer"], name="standing_score"),
                    models.Index(fields=["fiscal_year", "grade", "code", "place", "reviewer"], name="standing_grade"),
                    models.Index(
                        fields=["fiscal_year", "execution_rate", "code", "place", "reviewer"],
                        name="standing_execution_rate",
                    ),
                    models.Index(
                        fields=["fiscal_year", "explained", "code", "place", "reviewer"], name="standing_explained"
                    ),
                    models.Index(fields=["fiscal_year", "swings", "code", "place", "reviewer"], name="standing_swings"),
                    models.Index(fields=["fiscal_year", "alike", "code", "place", "reviewer"], name="standing_alike"),
                    models.Index(
                        fields=["fiscal_year", "comments", "code", "place", "reviewer"], name="standing_comments"
                    ),
                    models.Index(
                        fields=["fiscal_year", "section_name", "code", "place", "reviewer"],
                        name="standing_section_name",
                    ),
                    models.Index(
                        fields=["fiscal_year", "reviewer_name", "code", "place", "reviewer"],
                        name="standing_reviewer_name",
                    ),
                    models.Index(fields=["fiscal_year", "until", "code", "place", "reviewer"], name="standing_until"),
                    models.Index(
                        fields=[
                            "fiscal_year",
                            "place",
                            "reviewer",
                            "section",
                            "grade",
                            "swings",
                            "alike",
                            "explained",
                            "number",
                            "comments",
                            "score",
                            "is_under_review",
                        ],
                        name="standing_filters",
                    ),
                    models.Index(
                        fields=["fiscal_year", "place", "since", "code", "passed_by"], name="standing_waiting"
                    ),
                    models.Index(
                        fields=["reviewer", "fiscal_year", "place", "since", "code"], name="standing_of_reviewer"
                    ),
                    models.Index(
                        fields=[
                            "reviewer",
                            "fiscal_year",
                            "assigned_at",
                            "place",
                            "section",
                            "grade",
                            "swings",
                            "alike",
                            "explained",
                            "number",
                            "comments",
                            "score",
                            "is_under_review",
                        ],
                        name="standing_given",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "fiscal_year"), name="standing_unit_year"),
                    models.UniqueConstraint(fields=("fiscal_year", "code"), name="standing_code"),
                ],
            },
        ),
        pairs_index("standing_name_pairs", "desk_standing", "code", "name", "initials"),
    ]
