"""One evaluation as a whole."""

from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "evaluations.dossier"
    label = "dossier"
    verbose_name = "自评材料"
