"""What each hand-in amounts to, and the middle of its kind: kept when it arrives, so that no list has to open documents."""

from django.apps import AppConfig


class HandInsConfig(AppConfig):
    name = "evaluations.hand_ins"
    label = "hand_ins"
    verbose_name = "上报提要"
