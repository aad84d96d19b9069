"""A MAC for the head of the audit chain, the counts kept beside it, and the days of maintenance."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_passwords_and_sessions"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=50, verbose_name="操作")),
                ("subject", models.CharField(max_length=100, verbose_name="对象")),
                ("since", models.DateTimeField(verbose_name="起始时间")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="次数")),
            ],
            options={
                "verbose_name": "重复次数",
                "verbose_name_plural": "重复次数",
            },
        ),
        migrations.CreateModel(
            name="Maintenance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="日期")),
                ("started_at", models.DateTimeField(verbose_name="开始时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("has_failed", models.BooleanField(default=False, verbose_name="失败")),
                ("outcome", models.TextField(blank=True, verbose_name="结果")),
            ],
            options={
                "verbose_name": "每日维护",
                "verbose_name_plural": "每日维护",
                "ordering": ("-day",),
            },
        ),
        migrations.AddField(
            model_name="auditchain",
            name="mac",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["action", "number"], name="audit_action_number"),
        ),
        migrations.AddField(
            model_name="audittally",
            name="actor",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="操作人",
            ),
        ),
        migrations.AddConstraint(
            model_name="audittally",
            constraint=models.UniqueConstraint(fields=("actor", "action", "subject", "since"), name="audit_tally_once"),
        ),
    ]
