"""Refuses a migration that the running version could not survive (a new NOT NULL column and the like).

To be run on PostgreSQL: SQLite makes a table anew for each change, which looks like every fault at once.
"""

import os
import sys

import django

# What the linter can't tell from a fault, looked at by a person: the migration and why it is none.
LOOKED_AT = {
    "0003_preparer_as_wide_as_the_form": "only widens columns",
    "0006_audit_scopes": "the release before writes one chain, of the scope that is the default: its numbers stay unique",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django_migration_linter import MigrationLinter

    own = [app.label for app in apps.get_app_configs() if "site-packages" not in app.path]
    # A first migration makes its tables, so no running version can know them.
    linter = MigrationLinter(
        str(settings.BASE_DIR),
        include_apps=own,
        ignore_name=LOOKED_AT,
        no_cache=True,
        ignore_initial_migrations=True,
    )
    linter.lint_all_migrations()
    linter.print_summary()
    sys.exit(linter.has_errors)


if __name__ == "__main__":
    main()
