"""The app of people: users, roles, sign-in and the audit log."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "账号与权限"

    def ready(self) -> None:
        from accounts import sign_in_events
        from accounts.audit.recording import seal_what_has_no_key
        from accounts.separation import RELATIONS
        from evaluations.common.append_only import refuse_changes_again
        from evaluations.common.relations import keep

        sign_in_events.connect()
        post_migrate.connect(refuse_changes_again, sender=self)
        keep(self, RELATIONS)
        post_migrate.connect(seal_what_has_no_key, sender=self)
