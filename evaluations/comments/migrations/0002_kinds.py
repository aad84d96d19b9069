"""Comments have a kind; those of an earlier release are of the first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="kind",
            field=models.CharField(db_default="comment", default="comment", max_length=20, verbose_name="种类"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["comment"])),
                name="comment_kind_is_known",
                violation_error_message="没有这种批注。",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", ""), ("kind__in", ("comment",)), _connector="OR"),
                name="comment_kind_takes_answer",
                violation_error_message="这种批注没有答复。",
            ),
        ),
    ]
