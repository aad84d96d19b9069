"""An audit chain per scope. The existing chain becomes the system's: its events and hashes stay as they are.

Once a region has a chain, there is no way back, because two chains use the same numbers.
"""

from django.db import migrations, models

from evaluations.common.append_only import allow_changes, refuse_changes

_TABLE = "accounts_auditevent"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_forget_names_as_typed")]

    operations = [
        allow_changes(_TABLE),
        migrations.AlterModelOptions(
            name="auditevent",
            options={"ordering": ("at", "pk"), "verbose_name": "审计记录", "verbose_name_plural": "审计记录"},
        ),
        migrations.RemoveIndex(
            model_name="auditevent",
            name="audit_action_number",
        ),
        migrations.AddField(
            model_name="auditchain",
            name="scope",
            field=models.CharField(db_default="system", max_length=64, unique=True),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="scope",
            field=models.CharField(db_default="system", max_length=64, verbose_name="链"),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="number",
            field=models.PositiveBigIntegerField(verbose_name="序号"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["action", "at"], name="audit_action_at"),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.UniqueConstraint(fields=("scope", "number"), name="audit_number_in_scope"),
        ),
        refuse_changes(_TABLE),
    ]
