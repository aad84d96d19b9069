#!/usr/bin/env python
"""Django's commands; `./run COMMAND` sets up what is missing and calls this."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.private import keep_to_oneself


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    keep_to_oneself()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
    except SystemExit as ended:
        note(has_failed=bool(ended.code))
        raise
    note(has_failed=False)


def note(*, has_failed: bool) -> None:
    """Tell the audit log of the command, where the command got as far as having settings."""
    from django.apps import apps

    if apps.ready:
        from accounts.audit.operators import record_command

        record_command(sys.argv, has_failed=has_failed)


if __name__ == "__main__":
    main()
