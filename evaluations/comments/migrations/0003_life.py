"""An answer says whether something was fixed or only explained, and a comment how much it asks for; answers so far explained."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def explain(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    comments = apps.get_model("comments", "Comment").objects.using(editor.connection.alias)
    comments.filter(state="answered").update(state="explained")
    comments.filter(first_where="").update(first_where=F("where"))


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_kinds"),
        ("records", "0006_excused"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="comment",
            name="comment_state_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="comment",
            name="comment_state_fits_answer",
        ),
        migrations.AddField(
            model_name="comment",
            name="demand",
            field=models.CharField(
                choices=[("must", "必须修改"), ("advice", "建议")],
                db_default="must",
                default="must",
                max_length=10,
                verbose_name="要求",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="first_where",
            field=models.CharField(blank=True, db_default="", max_length=200, verbose_name="批注时的位置"),
        ),
        migrations.AddField(
            model_name="comment",
            name="follows",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="followed_by",
                to="comments.comment",
                verbose_name="上一条批注",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "待处理"),
                    ("fixed", "已修改"),
                    ("explained", "已说明"),
                    ("closed", "已关闭"),
                    ("raised_again", "再次提出"),
                ],
                default="open",
                max_length=20,
                verbose_name="状态",
            ),
        ),
        migrations.RunPython(explain, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "fixed", "explained", "closed", "raised_again"])),
                name="comment_state_is_known",
                violation_error_message="没有这种批注状态。",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("demand__in", ["must", "advice"])),
                name="comment_demand_is_known",
                violation_error_message="批注的要求只有“必须修改”和“建议”。",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("follows__isnull", True), models.Q(("follows", models.F("id")), _negated=True), _connector="OR"
                ),
                name="comment_follows_another",
                violation_error_message="批注不能接着自己。",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "open"), ("answer", "")),
                    models.Q(
                        ("state__in", ("fixed", "explained", "raised_again")), models.Q(("answer", ""), _negated=True)
                    ),
                    ("state", "closed"),
                    _connector="OR",
                ),
                name="comment_state_fits_answer",
                violation_error_message="待处理的批注没有答复，已修改、已说明、再次提出的批注必须有答复。",
            ),
        ),
    ]
