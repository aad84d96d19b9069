"""The base of our commands that use the database."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class DatabaseCommand(BaseCommand):
    """A command that says in one line what to do if the database does not exist or is older than the program."""

    requires_migrations_checks = True

    def check_migrations(self) -> None:
        """Raise CommandError unless the database is migrated.

        Raises:
            CommandError: there are migrations to apply.
        """
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("数据库还没有建立，或版本低于程序：请先运行 ./run migrate。")
