"""The tables went when their content moved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("basic_data", "0002_own_fields"),
        ("contents", "0002_move"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="BasicData"),
                migrations.DeleteModel(name="Building"),
                migrations.DeleteModel(name="ExpenditureRow"),
            ]
        )
    ]
