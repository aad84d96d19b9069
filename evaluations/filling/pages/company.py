"""Who else is working on a step now: taken from the edit history, so that viewing a page writes nothing."""

from datetime import timedelta

from django.utils import timezone

from accounts.actors import Actor
from evaluations.common.kept_query import Given, Kept, the_moment
from evaluations.dossier.store import edition_of
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import Edit, SelfEvaluation

RECENT = timedelta(minutes=10)
_LINES = 500
_recent = Kept(
    lambda: (
        Edit.objects.filter(evaluation=Given("evaluation"), at__gte=the_moment("since"), by__isnull=False)
        .exclude(by=Given("person"))
        .order_by("-revision", "-pk")
        .values_list("by", "by__name", "where", "at")[:_LINES]
    )
)


def company(evaluation: SelfEvaluation, step: Step, actor: Actor) -> str:
    """Who besides `actor` has saved something on the step in the last few minutes, in words; "" for nobody. One query."""
    recent = _recent(evaluation=evaluation.pk, since=timezone.now() - RECENT, person=actor.pk)
    edition = edition_of(evaluation)
    latest: dict[int, str] = {}
    for by, name, where, at in recent:
        if step_of(edition, where) is step:
            latest.setdefault(by, f"{name} {timezone.localtime(at):%H:%M}")
    return f"{'、'.join(latest.values())} 也在填这一步" if latest else ""
