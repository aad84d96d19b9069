"""What a trial breaks: the application as served by `./run serve`, with its own demo database on SQLite or PostgreSQL."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.faults.load import FIRST, Browser, Load
from tools.postgres import SETTINGS, Server, installed_programs, unpacked_programs

ROOT = Path(__file__).resolve().parent.parent.parent
USERNAME, PASSWORD = "wenlian", "yanshi-2023"
PATHS = tuple(
    f"basic_data.expenditure.{line}.final"
    for line in (
        "office",
        "utilities_travel",
        "meeting_training",
        "business_funds",
        "maintenance_funds",
        "overseas_travel",
    )
)
READERS = 4
START_SECONDS = 60
# As in production: acknowledged writes are on the disk.
DURABLE = {"listen_addresses": "", "timezone": SETTINGS["timezone"]}
SMALL = 400 * 1024 * 1024


class Stage:
    """The application with its database, in a folder; a trial starts, breaks and mends it."""

    def __init__(self, folder: Path, postgresql: Server | None) -> None:
        self.folder = folder
        self.postgresql = postgresql
        self.address = f"http://127.0.0.1:{free_port()}"
        self.sqlite = folder / "trial.sqlite3"
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "DEBUG"},
            "DATABASE_URL": postgresql.url if postgresql else f"sqlite:///{self.sqlite}",
            "AUDIT_ANCHOR": str(folder / "audit-anchor.txt"),
            "DEMO": "1",
            "SECRET_KEY": "a key for trials only, as long as one must be at least",
            "HOST": "127.0.0.1",
            "PORT": self.address.rpartition(":")[2],
        }
        self._running: subprocess.Popen[bytes] | None = None

    def manage(self, *command: str) -> str:
        """Run a manage.py command on the database; return its output."""
        whole = [sys.executable, "manage.py", *command]
        done = subprocess.run(whole, cwd=ROOT, env=self._environment, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout

    def start(self) -> None:
        """Start the server; return when it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "tools.serve"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for_answer(self.address)

    def kill(self) -> None:
        """Send SIGKILL to the server and all its workers."""
        if self._running:
            os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()
            self._running = None

    def kill_a_worker(self) -> None:
        """Send SIGKILL to one of the server's workers."""
        assert self._running
        main = self._running.pid
        workers = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        os.kill(int(workers[-1]), signal.SIGKILL)

    @contextmanager
    def load(self) -> Iterator[Load]:
        """People at work, signed in before anything breaks."""
        browsers = [Browser(self.address) for _ in range(len(PATHS) + READERS)]
        for browser in browsers:
            browser.sign_in(USERNAME, PASSWORD)
        found = browsers[0].ask("GET", "/")[2]
        page = "/evaluations/" + found.partition('href="/evaluations/')[2].partition('"')[0]
        work = Load(browsers, page, PATHS)
        with work.running():
            yield work

    def edits(self) -> Mapping[str, list[int]]:
        """The trial's numbers in the history of each path, in order."""
        query = 'SELECT "where", new FROM records_edit WHERE "where" LIKE \'basic_data.expenditure.%\' ORDER BY id'
        kept: dict[str, list[int]] = {path: [] for path in PATHS}
        for path, new in self._rows(query):
            if path in kept and new.isdigit() and int(new) >= FIRST:
                kept[path].append(int(new))
        return kept

    def stored(self) -> Mapping[str, str]:
        """The stored text of each path."""
        self.manage(
            "export_evaluation", "--unit", "QH-WENLIAN", "--year", "2023", "--to", str(self.folder), "--formats", "json"
        )
        [exported] = self.folder.glob("*.json")
        lines = json.loads(exported.read_bytes())["basic_data"]["expenditure"]
        return {f"basic_data.expenditure.{line['item']}.final": line.get("final", "") for line in lines}

    def _rows(self, query: str) -> list[tuple[str, str]]:
        if not self.postgresql:
            with closing(sqlite3.connect(self.sqlite)) as connection:
                return connection.execute(query).fetchall()
        import psycopg

        with psycopg.connect(f"host={self.postgresql.home} user=tests dbname=postgres") as connection:
            return connection.execute(query).fetchall()


@contextmanager
def on_sqlite(*, small: bool = False) -> Iterator[Stage]:
    """The running application on SQLite; `small`: on a disk that a trial can fill."""
    with folder(small=small) as place, running(Stage(place, None)) as stage:
        yield stage


@contextmanager
def on_postgresql(*, small: bool = False) -> Iterator[Stage]:
    """The same on PostgreSQL."""
    with TemporaryDirectory(prefix="faults-") as programs, folder(small=small) as place:
        Path(programs).chmod(0o755)
        server = Server(installed_programs() or unpacked_programs(Path(programs)), place, DURABLE)
        server.start()
        try:
            with running(Stage(place, server)) as stage:
                yield stage
        finally:
            server.stop()


@contextmanager
def running(stage: Stage) -> Iterator[Stage]:
    """The stage with demo data, served until the block ends."""
    stage.manage("migrate", "--verbosity", "0")
    stage.manage("demo")
    stage.start()
    try:
        yield stage
    finally:
        stage.kill()


@contextmanager
def folder(*, small: bool) -> Iterator[Path]:
    """A folder that is deleted when the block ends; `small`: on its own disk, which only root can create."""
    with TemporaryDirectory(prefix="faults-") as name:
        place = Path(name)
        place.chmod(0o755)
        if small:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=755", "tmpfs", name], check=True)
        try:
            yield place
        finally:
            if small:
                subprocess.run(["umount", "--lazy", name], check=True)


def fill(place: Path) -> Path:
    """Fill the disk of `place`; return the file that takes up the space."""
    filler = place / "filler"
    with filler.open("wb") as file:
        while room := shutil.disk_usage(place).free:
            file.write(bytes(min(room, 1024 * 1024)))
            file.flush()
    return filler


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for_answer(address: str) -> None:
    """Return when the server answers; end the program if it does not."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            Browser(address).token("/sign-in/")
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return
    sys.exit(f"{address} does not answer")
