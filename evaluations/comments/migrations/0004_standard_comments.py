"""The library of standard comments."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0003_life"),
        ("units", "0004_contacts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StandardComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("text", models.CharField(max_length=2000, verbose_name="内容")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="所有人",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standard_comments",
                        to="units.region",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "常用批注",
                "verbose_name_plural": "常用批注",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner__isnull", True), ("region__isnull", False)),
                            models.Q(("owner__isnull", False), ("region__isnull", True)),
                            _connector="OR",
                        ),
                        name="standard_comment_is_somebodys",
                        violation_error_message="常用批注要么是个人的，要么是全局共用的。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("text", ""), _negated=True)
                        ),
                        name="standard_comment_is_filled",
                        violation_error_message="常用批注要有名称和内容。",
                    ),
                    models.UniqueConstraint(fields=("owner", "name"), name="standard_comment_of_owner"),
                    models.UniqueConstraint(fields=("region", "name"), name="standard_comment_of_region"),
                ],
            },
        ),
    ]
