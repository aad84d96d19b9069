"""Serves the built application (`./run serve`), or the working tree, with reloading, only to this machine (`./run dev`).

Without DATABASE_URL it serves the database that `./run init` created under var/, or else the demo, which has its own file; `dev` always serves the demo.
"""

import errno
import io
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from config.environment import (
    DATABASE_URL,
    MIGRATION_DATABASE_URL,
    POSTGRESQL,
    EnvironmentRefused,
    read_address,
    read_database,
)
from config.private import keep_to_oneself
from tools.databases import DEMO, ROOT, choose, create_demo, is_begun

STARTING = 5_202_312_311  # the lock's number: arbitrary, but the same for all
WAIT = 600  # seconds to wait for another process that is starting


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    keep_to_oneself()
    is_dev = sys.argv[1:] == ["dev"]
    if is_dev:
        os.environ["HOST"] = "127.0.0.1"  # because its error pages show settings and variables
    try:
        host, port = read_address(os.environ)
        address = bindable_address(host, port)
        is_demos_own = choose(demo=is_dev)
        with alone(os.environ[DATABASE_URL]):
            if is_demos_own and not is_begun(DEMO):
                create_demo()
            told = prepare()
            from accounts.audit.promises import what_is_not_promised
    except (EnvironmentRefused, ImproperlyConfigured) as refusal:
        sys.exit(str(refusal))
    print(f"绩效自评：http://{f'[{host}]' if ':' in host else host}:{port}（按 Ctrl-C 停止）", flush=True)
    print(told, end="", flush=True)
    print(what_is_not_promised(), flush=True)
    (develop if is_dev else serve)(address, port)


def bindable_address(host: str, port: int) -> str:
    """The IP address of `host`, after making sure that `port` is free there; otherwise ends the program with one line."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server(address[:2], family=family).close()
    except socket.gaierror:
        sys.exit(f"找不到主机 {host}：请改正环境变量 HOST。")
    except OSError as error:
        sys.exit(unavailable(host, port, error))
    return str(address[0])


def unavailable(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"端口 {port} 已被占用：请停止占用它的程序，或换一个端口，例如 PORT={port % 65535 + 1} make run。"
        case errno.EACCES:
            return f"没有使用端口 {port} 的权限：请换一个 1024 以上的端口，例如 PORT=8000 make run。"
        case _:
            return f"无法在 {host}:{port} 上提供服务（{os.strerror(error.errno or 0)}）：请改正环境变量 HOST 或 PORT。"


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Processes that start on one database at the same time run this block one after another.

    Raises:
        EnvironmentRefused: `url` is not a database's URL.
    """
    database = read_database(url)
    if database["ENGINE"] == POSTGRESQL:
        django.setup()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [STARTING])
            yield
            cursor.execute("SELECT pg_advisory_unlock(%s)", [STARTING])
        return
    # An empty database beside it serves as the lock: every system supports that, and the lock ends with the process that holds it.
    file = Path(database["NAME"])
    lock = file.with_name(f"starting.{file.name}") if file.name != ":memory:" else ":memory:"
    with closing(sqlite3.connect(lock, timeout=WAIT)) as held:
        held.execute("BEGIN EXCLUSIVE")
        yield


def prepare() -> str:
    """Bring the database up to date; return what to print: the demo's sign-ins, or how to begin with an empty database."""
    django.setup()
    migrate()
    signins = io.StringIO()
    call_command("demo", signins=True, stdout=signins)
    # The demo's banner and gallery must never appear with real data, whatever the environment says.
    os.environ["DEMO"] = "1" if signins.getvalue() else "0"
    if signins.getvalue():
        return f"{signins.getvalue()}这是演示数据；正式使用请先运行 ./run init，它用另一个数据库。\n"
    from evaluations.founding.contents import contents

    return "数据库是空的：请先运行 ./run init 做初始设置。\n" if contents().is_empty else ""


def migrate() -> None:
    """Migrate as the role in MIGRATION_DATABASE_URL, which owns the tables, if it is set; then grant the server's role its rights again."""
    if not os.environ.get(MIGRATION_DATABASE_URL):
        call_command("migrate", verbosity=0, interactive=False)
        return
    for command in (["migrate", "--verbosity", "0"], ["grant_run_role", settings.DATABASES["default"]["USER"]]):
        whole = [sys.executable, str(ROOT / "manage.py"), *command]
        done = subprocess.run(whole, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            sys.exit(done.returncode)


def serve(address: str, port: int) -> None:
    """Become the server, so that signals and the exit code are the server's own."""
    options = ["--interface", "asginl", "--http", "1", "--no-ws", "--workers", "2", "--respawn-failed-workers"]
    options += ["--host", address, "--port", str(port), "--log-level", "warning", "--workers-kill-timeout", "5"]
    granian = shutil.which("granian", path=str(Path(sys.executable).parent)) or "granian"
    os.execv(granian, ["granian", *options, "--working-dir", str(ROOT), "config.asgi:application"])


def develop(address: str, port: int) -> None:
    """Become Django's development server, which shows its error pages and restarts when a file changes."""
    os.environ["DEBUG"] = "1"
    os.execv(sys.executable, [sys.executable, str(ROOT / "manage.py"), "runserver", f"{address}:{port}"])


if __name__ == "__main__":
    main()
