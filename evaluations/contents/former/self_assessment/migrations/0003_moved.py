"""The tables went when their content moved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("self_assessment", "0002_own_fields"),
        ("contents", "0002_move"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="FundingAmount"),
                migrations.DeleteModel(name="Indicator"),
                migrations.DeleteModel(name="SelfAssessment"),
            ]
        )
    ]
