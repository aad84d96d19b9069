"""Pictures of screens, taken in Chromium from the demo data on a server of their own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from evaluations.demo import PASSWORD
from tools.chromium import FLAGS, find_chromium

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1280, "height": 900}
START_SECONDS = 30

# picture: who signs in, and the page of the first evaluation on their own first page
PAGES = {
    "tasks": ("wenlian", ""),
    "basic-data": ("wenlian", "basic-data/"),
    "report": ("wenlian", "report/"),
    "check": ("wenlian", "check/"),
    "review": ("shenhe", "document/?comment=basic_data.expenditure.project.final#comment"),
}


def draw_pages(folder: Path) -> list[Path]:
    """One picture a page in `folder`; ends with one line where there is no Chromium."""
    executable = find_chromium()
    if executable is None:
        sys.exit("缺少 Chromium：请先安装，例如 apt-get install chromium-headless-shell。")
    with demo_server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        return [draw(browser, address, folder / f"{name}.png", *page) for name, page in PAGES.items()]


def draw(browser: Browser, address: str, picture: Path, username: str, path: str) -> Path:
    page = browser.new_page(base_url=address, viewport=SIZE, locale="zh-CN")  # type: ignore[arg-type]
    page.goto("/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    first = page.locator("main a[href^='/evaluations/']").first.get_attribute("href") or ""
    page.goto("/".join(first.split("/")[:3]) + f"/{path}")
    page.screenshot(path=picture)
    page.close()
    return picture


@contextmanager
def demo_server() -> Iterator[str]:
    """The address of the application over a new demo database; both are gone afterwards."""
    with TemporaryDirectory() as scratch:
        own = {
            "DATABASE_URL": f"sqlite:///{scratch}/demo.sqlite3",
            "AUDIT_ANCHOR": f"{scratch}/anchor.txt",
            "DEMO": "1",
        }
        environment = {**os.environ, **own}
        for command in (["migrate", "--verbosity", "0"], ["demo"]):
            whole = [sys.executable, "manage.py", *command]
            subprocess.run(whole, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        granian = str(Path(sys.executable).with_name("granian"))
        serving = [granian, "--interface", "wsgi", "--port", port, "--log-level", "error", "config.wsgi:application"]
        server = subprocess.Popen(serving, cwd=ROOT, env=environment)
        try:
            yield answering(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def answering(address: str, seconds: float = START_SECONDS) -> str:
    """The address, once somebody answers there; `seconds` is how long that may take."""
    until = time.monotonic() + seconds
    while True:
        try:
            urlopen(address, timeout=START_SECONDS).close()  # noqa: S310  # our own address
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return address
