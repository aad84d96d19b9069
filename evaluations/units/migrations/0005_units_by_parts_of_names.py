from django.db import migrations

from evaluations.common.containing import pairs_index


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0004_contacts"),
    ]

    operations = [
        pairs_index("unit_name_pairs", "units_unit", "code", "name"),
    ]
