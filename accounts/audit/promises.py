"""What the database can't promise: who besides the program may change append-only rows."""

from django.apps import apps
from django.db import connection

from evaluations.common.append_only import AppendOnly

_ON_SQLITE = "SQLite 数据库：能写数据库文件的人可以改动记录，系统只能查出、不能阻止；正式使用请用 PostgreSQL。"
_AS_OWNER = (
    "数据库用户 {user} 可以改动、删除或清空审计等记录（{tables}），系统只能查出、不能阻止："
    "请按 README 分开建表的用户和运行的用户。"
)
_MAY_CHANGE = """
SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relnamespace = current_schema()::regnamespace AND (
    pg_has_role(relowner, 'MEMBER') OR has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER'))
ORDER BY relname
"""


def what_is_not_promised() -> str:
    """One line in simplified Chinese for whoever starts or verifies the system; "" if the database itself refuses every change."""
    if connection.vendor == "sqlite":
        return _ON_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(_MAY_CHANGE, [append_only_tables()])
        tables = [name for (name,) in cursor.fetchall()]
    user = connection.settings_dict["USER"]
    return _AS_OWNER.format(user=user, tables="、".join(tables)) if tables else ""


def append_only_tables() -> list[str]:
    """The tables whose rows are written once."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))
