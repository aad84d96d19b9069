"""Audit events get their origin and result. In existing events these stay blank, as their hashes require."""

from django.db import migrations, models

from evaluations.common.append_only import allow_changes, refuse_changes

_TABLE = "accounts_auditevent"
_RESULTS = [("done", "完成"), ("refused", "被拒绝"), ("failed", "失败")]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_activation_codes")]

    operations = [
        allow_changes(_TABLE),
        migrations.AddField(
            model_name="auditevent",
            name="address",
            field=models.CharField(blank=True, db_default="", default="", max_length=64, verbose_name="地址"),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="device",
            field=models.CharField(blank=True, db_default="", default="", max_length=50, verbose_name="设备"),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="result",
            field=models.CharField(
                blank=True, choices=_RESULTS, db_default="", default="", max_length=10, verbose_name="结果"
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["result", "at"], name="audit_result_at"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                fields=["address", "at"],
                name="audit_address_at",
                opclasses=("varchar_pattern_ops", "timestamptz_ops"),
            ),
        ),
        refuse_changes(_TABLE),
    ]
