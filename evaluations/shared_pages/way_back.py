"""The breadcrumb trail of a page about an evaluation."""

from django.urls import reverse

from accounts.actors import Actor
from evaluations.access.rights import is_of_unit
from evaluations.records.models import SelfEvaluation


def trail(evaluation: SelfEvaluation, actor: Actor) -> list[tuple[str, str]]:
    """(words, URL) of each link."""
    mine = reverse("home:evaluation", args=(evaluation.pk,))
    if not is_of_unit(evaluation, actor):
        return [("审核列表" if evaluation.unit.region_id in actor.regions() else "下属单位", mine)]
    return [("首页", reverse("home:home")), (evaluation.title, mine)]
