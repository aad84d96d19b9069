"""The way back from a page about an evaluation."""

from django.urls import reverse

from accounts.models import User
from accounts.roles import BUREAU_ROLES
from evaluations.records.models import SelfEvaluation


def trail(evaluation: SelfEvaluation, user: User) -> list[tuple[str, str]]:
    """(words, address) …"""
    mine = reverse("home:evaluation", args=(evaluation.pk,))
    if user.role in BUREAU_ROLES:
        return [("审核列表", mine)]
    return [("首页", reverse("home:home")), (f"{evaluation.fiscal_year}自评", mine)]
