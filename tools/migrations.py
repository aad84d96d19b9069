"""Rejects migrations that would break the running version (a new NOT NULL column and the like).

Run it on PostgreSQL: SQLite recreates a table for each change, which looks like every fault at once.
"""

import os
import sys

import django

# Migrations that the linter takes for faults, with the reasons why they are not.
LOOKED_AT = {
    "0003_preparer_as_wide_as_the_form": "only widens columns",
    "0006_longer_names_of_transitions": "only widens a column",
    "0012_longer_names_of_transitions": "only widens a column",
    "0006_audit_scopes": "the release before writes one chain, of the scope that is the default: its numbers stay unique",
    "0007_kinds": "the release before writes the blank kind, which is the default: a region's years stay unique; some hundred rows",
    "0013_projects": "the release before writes no project: a unit's evaluation of a year stays unique, and no row is refused that it can write",
    "0003_projects": "rows that the database's triggers write, again after every migrate; columns only get wider",
    "0003_kinds_sections_departments_and_changes": "indexes of new columns, all null or blank, on a table of some thousand rows at most",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django_migration_linter import MigrationLinter

    own = [app.label for app in apps.get_app_configs() if "site-packages" not in app.path]
    # An initial migration creates tables, which no running version can know.
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
