"""Who else fills in a step now: read off the edit history, so that looking at a page writes nothing."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import Edit, SelfEvaluation

RECENT = timedelta(minutes=10)
_LINES = 500


def company(evaluation: SelfEvaluation, step: Step, person: User) -> str:
    """Who but `person` saved something on the step in the last minutes, in words; "" for nobody. One query."""
    recent = Edit.objects.filter(evaluation=evaluation, at__gte=timezone.now() - RECENT, by__isnull=False)
    edits = recent.exclude(by=person).order_by("-revision", "-pk")
    latest: dict[int, str] = {}
    for by, name, where, at in edits.values_list("by", "by__name", "where", "at")[:_LINES]:
        if step_of(where) is step:
            latest.setdefault(by, f"{name} {timezone.localtime(at):%H:%M}")
    return f"{'、'.join(latest.values())} 也在填这一步" if latest else ""
