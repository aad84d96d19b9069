"""The database itself refuses to change frozen versions and the edit history."""

from django.db import migrations

from evaluations.common.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("accounts", "0002_append_only")]

    operations = [refuse_changes("records_version"), refuse_changes("records_edit")]
