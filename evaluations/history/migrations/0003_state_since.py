"""The time since when an evaluation is in its state is that of its last event that changed it, or of its creation."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def since_last_event(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Times of what has happened until now."""
    events = apps.get_model("history", "Event").objects.filter(evaluation=OuterRef("pk")).exclude(source=F("target"))
    last = Subquery(events.order_by("-pk").values("at")[:1])
    evaluations = apps.get_model("records", "SelfEvaluation").objects.using(editor.connection.alias)
    evaluations.update(state_since=Coalesce(last, F("created_at")))


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0002_event_role"),
        ("records", "0008_state_since"),
    ]

    operations = [migrations.RunPython(since_last_event, migrations.RunPython.noop)]
