"""Takes screenshots in Chromium, from a separate server with demo data."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tools.chromium import FLAGS, find_chromium
from tools.contact_sheet import draw_contact_sheet, signed_in

type Environment = Mapping[str, str]

ROOT = Path(__file__).resolve().parent.parent
SIZE = ViewportSize(width=1280, height=900)
START_SECONDS = 30

# picture: who signs in, and the page of the first evaluation on their own first page
PAGES = {
    "tasks": ("wenlian", ""),
    "basic-data": ("wenlian", "basic-data/"),
    "report": ("wenlian", "report/"),
    "check": ("wenlian", "check/"),
    "review": ("shenhe", "document/?comment=basic_data.expenditure.project.final#comment"),
}


def draw_pages(folder: Path, sheets: Path) -> list[Path]:
    """One picture per page of PAGES in `folder`, and the contact sheet of all pages in `sheets`.

    Ends the program with one line if there is no Chromium.
    """
    executable = find_chromium()
    if executable is None:
        sys.exit("缺少 Chromium：请先安装，例如 apt-get install chromium-headless-shell。")
    with demo_data() as environment, serving(environment) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        few = [draw(browser, address, folder / f"{name}.png", *page) for name, page in PAGES.items()]
        return [*few, draw_contact_sheet(browser, address, every_page(environment), sheets)]


def draw(browser: Browser, address: str, picture: Path, username: str, path: str) -> Path:
    page = signed_in(browser, address, username)
    page.set_viewport_size(SIZE)
    first = page.locator("main a[href^='/evaluations/']").first.get_attribute("href") or ""
    page.goto("/".join(first.split("/")[:3]) + f"/{path}")
    page.screenshot(path=picture)
    page.close()
    return picture


def every_page(environment: Environment) -> list[tuple[str, str]]:
    """The pages of tools.pages: who looks, and where."""
    listed = subprocess.check_output([sys.executable, "-m", "tools.pages"], cwd=ROOT, env=environment)
    return [(page["username"], page["address"]) for page in json.loads(listed)]


@contextmanager
def demo_server() -> Iterator[str]:
    """The URL of the application with a new demo database; both are gone afterwards."""
    with demo_data() as environment, serving(environment) as address:
        yield address


@contextmanager
def demo_data() -> Iterator[Environment]:
    """The environment in which the application has a new demo database, which is gone afterwards."""
    with TemporaryDirectory() as scratch:
        own = {
            "DATABASE_URL": f"sqlite:///{scratch}/demo.sqlite3",
            "AUDIT_ANCHOR": f"{scratch}/anchor.txt",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEMO": "1",
        }
        environment = {**os.environ, **own}
        for command in (["migrate", "--verbosity", "0"], ["demo"]):
            whole = [sys.executable, "manage.py", *command]
            subprocess.run(whole, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        yield environment


@contextmanager
def serving(environment: Environment) -> Iterator[str]:
    """The URL of the application, which runs meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, "--interface", "wsgi", "--port", port, "--log-level", "error", "config.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield answering(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()


def answering(address: str, seconds: float = START_SECONDS) -> str:
    """The address, once a server answers there, which may take `seconds`."""
    until = time.monotonic() + seconds
    while True:
        try:
            urlopen(address, timeout=START_SECONDS).close()  # noqa: S310  # our own address
        except (URLError, TimeoutError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return address
