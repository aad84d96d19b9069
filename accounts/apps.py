"""The app of people: users, roles, sign-in and the audit log."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "账号与权限"

    def ready(self) -> None:
        from accounts import sign_in_events

        sign_in_events.connect()
