"""The database itself refuses to change audit events."""

from django.db import migrations

from evaluations.common.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [refuse_changes("accounts_auditevent")]
