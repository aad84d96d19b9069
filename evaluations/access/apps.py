"""Who may see and do what: current people and roles, rights, the assignment of reviewers."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "evaluations.access"
    label = "access"
    verbose_name = "权限"

    def ready(self) -> None:
        from accounts.duties import when_roles_are_lost
        from evaluations.access.leaving import free_units_of
        from evaluations.access.separation import RELATIONS
        from evaluations.common.relations import keep

        keep(self, RELATIONS)
        when_roles_are_lost(free_units_of)
