"""Who else is working on a step now: taken from the edit history, so that viewing a page writes nothing."""

from datetime import timedelta

from django.utils import timezone

from accounts.actors import Actor
from evaluations.dossier.store import edition_of
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import Edit, SelfEvaluation

RECENT = timedelta(minutes=10)
_LINES = 500


def company(evaluation: SelfEvaluation, step: Step, actor: Actor) -> str:
    """Who besides `actor` has saved something on the step in the last few minutes, in words; "" for nobody. One query."""
    recent = Edit.objects.filter(evaluation=evaluation, at__gte=timezone.now() - RECENT, by__isnull=False)
    edits = recent.exclude(by=actor.pk).order_by("-revision", "-pk")
    edition = edition_of(evaluation)
    latest: dict[int, str] = {}
    for by, name, where, at in edits.values_list("by", "by__name", "where", "at")[:_LINES]:
        if step_of(edition, where) is step:
            latest.setdefault(by, f"{name} {timezone.localtime(at):%H:%M}")
    return f"{'、'.join(latest.values())} 也在填这一步" if latest else ""
