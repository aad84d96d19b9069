"""The database itself refuses to change the events of an evaluation's way."""

from django.db import migrations

from evaluations.common.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial"), ("accounts", "0002_append_only")]

    operations = [refuse_changes("review_event")]
