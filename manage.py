#!/usr/bin/env python
"""Django's commands; `./run COMMAND` sets up what is missing and calls this."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.environment import DATABASE_URL, MIGRATION_DATABASE_URL
from config.private import keep_to_oneself

# They change tables and rights, so they run as the role that owns the tables, if the server uses another role.
OWNERS_COMMANDS = {"migrate", "grant_run_role"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    keep_to_oneself()
    if not OWNERS_COMMANDS.isdisjoint(sys.argv[1:2]) and os.environ.get(MIGRATION_DATABASE_URL):
        os.environ[DATABASE_URL] = os.environ[MIGRATION_DATABASE_URL]
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
    except SystemExit as ended:
        note(has_failed=bool(ended.code))
        raise
    note(has_failed=False)


def note(*, has_failed: bool) -> None:
    """Record the command in the audit log, if it got far enough to load the settings."""
    from django.apps import apps

    if apps.ready:
        from accounts.audit.operators import record_command

        record_command(sys.argv, has_failed=has_failed)


if __name__ == "__main__":
    main()
