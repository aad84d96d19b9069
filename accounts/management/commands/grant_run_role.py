"""On PostgreSQL, grants the server's role only what it needs, so that not even the server can change append-only rows."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import connection, transaction

from accounts.audit.promises import append_only_tables
from evaluations.common.commands import DatabaseCommand

_IS_OWNER = "SELECT rolsuper OR pg_has_role(rolname, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s"
_USUAL, _APPEND_ONLY = "SELECT, INSERT, UPDATE, DELETE", "SELECT, INSERT"


class Command(DatabaseCommand):
    help = "授予服务运行时使用的数据库角色所需的权限：审计等记录只能读取和添加。以建表的角色运行，只用于 PostgreSQL。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="已经建立的数据库角色")

    def handle(self, *, name: str, **_: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("当前数据库是 SQLite，没有角色：DATABASE_URL 应为 postgres://…。")
        _refuse_unless_apart(name)
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements(name):
                cursor.execute(statement)
        self.stdout.write(f"角色 {name} 可以运行本系统；{'、'.join(append_only_tables())} 只能读取和添加。")


def _refuse_unless_apart(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_IS_OWNER, [name])
        found = cursor.fetchone()
    if found is None:
        raise CommandError(f"没有数据库角色 {name}：请先建立，例如 CREATE ROLE {name} LOGIN PASSWORD '……'。")
    if found[0]:
        raise CommandError(f"角色 {name} 是超级用户或建表的角色，限制对它无效：请另建一个普通角色。")


def statements(name: str) -> list[str]:
    """The SQL for the existing tables; tables of later migrations get the usual rights until the command runs again."""
    quote = connection.ops.quote_name
    role, once = quote(name), set(append_only_tables())
    usual = sorted(set(connection.introspection.table_names()) - once)
    by_default = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT"
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"GRANT {_USUAL} ON {', '.join(map(quote, usual))} TO {role}",
        f"GRANT {_APPEND_ONLY} ON {', '.join(map(quote, sorted(once)))} TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"{by_default} {_USUAL} ON TABLES TO {role}",
        f"{by_default} USAGE, SELECT ON SEQUENCES TO {role}",
    ]
