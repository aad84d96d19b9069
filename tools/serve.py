"""Serves the built application: `./run serve`; or the working tree, reloaded as it changes, to this machine alone: `./run dev`.

Without DATABASE_URL it keeps its own SQLite file under var/, and fills that with demo data when it is new.
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

from config.environment import MIGRATION_DATABASE_URL, POSTGRESQL, EnvironmentRefused, read_address, read_database
from config.private import keep_to_oneself

ROOT = Path(__file__).resolve().parent.parent
STARTING = 5_202_312_311  # the number of the lock: any, but the same for all
WAIT = 600  # seconds for another that starts
OWN_DATABASE = ROOT / "var" / "db.sqlite3"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    keep_to_oneself()
    own = not os.environ.get("DATABASE_URL")
    is_dev = sys.argv[1:] == ["dev"]
    if is_dev:
        os.environ["HOST"] = "127.0.0.1"  # its error pages show settings and variables
    try:
        host, port = read_address(os.environ)
        address = bindable_address(host, port)
        with alone(os.environ.get("DATABASE_URL") or f"sqlite:///{OWN_DATABASE}"):
            if own and is_new(OWN_DATABASE):
                create_demo_database(OWN_DATABASE)
            signins = prepare(own=own)
            from accounts.audit.promises import what_is_not_promised
    except (EnvironmentRefused, ImproperlyConfigured) as refusal:
        sys.exit(str(refusal))
    print(f"绩效自评：http://{f'[{host}]' if ':' in host else host}:{port}（按 Ctrl-C 停止）", flush=True)
    print(signins, end="", flush=True)
    print(what_is_not_promised(), flush=True)
    (develop if is_dev else serve)(address, port)


def bindable_address(host: str, port: int) -> str:
    """The IP address of `host`, after making sure that `port` is free there; otherwise ends with one line."""
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
    """Of those that start on one database at once, one after another.

    Raises:
        EnvironmentRefused: `url` is no address of a database.
    """
    database = read_database(url)
    if database["ENGINE"] == POSTGRESQL:
        django.setup()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [STARTING])
            yield
            cursor.execute("SELECT pg_advisory_unlock(%s)", [STARTING])
        return
    # A database beside it, which is empty: its lock is one that every system knows, and goes with the process that holds it.
    file = Path(database["NAME"])
    lock = file.with_name(f"starting.{file.name}") if file.name != ":memory:" else ":memory:"
    with closing(sqlite3.connect(lock, timeout=WAIT)) as held:
        held.execute("BEGIN EXCLUSIVE")
        yield


def is_new(database: Path) -> bool:
    """Whether the SQLite file is missing or holds no table (a command that only looked leaves such a file)."""
    if not database.exists():
        return True
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def create_demo_database(database: Path) -> None:
    """Makes the database aside and moves it into place whole, so that an interrupted start begins anew."""
    print("建立演示数据库 ……", flush=True)
    draft = database.with_name("new.sqlite3")
    for name in (draft.name, database.name):
        for leftover in database.parent.glob(f"{name}*"):
            leftover.unlink()
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{draft}"}
    for command in (["migrate", "--verbosity", "0"], ["demo"]):
        whole = [sys.executable, str(ROOT / "manage.py"), *command]
        made = subprocess.run(whole, env=environment, stdout=subprocess.DEVNULL, check=False)
        if made.returncode:
            sys.exit(made.returncode)
    draft.rename(database)


def prepare(*, own: bool) -> str:
    """Brings the database up to date; gives the demo sign-ins to print, and turns demo mode on where there are any."""
    django.setup()
    migrate()
    if not own:
        return ""
    signins = io.StringIO()
    call_command("demo", signins=True, stdout=signins)
    os.environ["DEMO"] = "1" if signins.getvalue() else "0"
    return signins.getvalue()


def migrate() -> None:
    """As the role that owns the tables, where MIGRATION_DATABASE_URL names one; the role that serves gets its rights anew."""
    if not os.environ.get(MIGRATION_DATABASE_URL):
        call_command("migrate", verbosity=0, interactive=False)
        return
    for command in (["migrate", "--verbosity", "0"], ["grant_run_role", settings.DATABASES["default"]["USER"]]):
        whole = [sys.executable, str(ROOT / "manage.py"), *command]
        done = subprocess.run(whole, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            sys.exit(done.returncode)


def serve(address: str, port: int) -> None:
    """Becomes the server: signals and the exit code are its own."""
    options = ["--interface", "asginl", "--http", "1", "--no-ws", "--workers", "2", "--respawn-failed-workers"]
    options += ["--host", address, "--port", str(port), "--log-level", "warning", "--workers-kill-timeout", "5"]
    granian = shutil.which("granian", path=str(Path(sys.executable).parent)) or "granian"
    os.execv(granian, ["granian", *options, "--working-dir", str(ROOT), "config.asgi:application"])


def develop(address: str, port: int) -> None:
    """Becomes Django's own server, with its error pages, which starts anew when a file changes."""
    os.environ["DEBUG"] = "1"
    os.execv(sys.executable, [sys.executable, str(ROOT / "manage.py"), "runserver", f"{address}:{port}"])


if __name__ == "__main__":
    main()
