"""The server is killed between two keystrokes, as by a power cut, and started again: nothing that was typed is lost."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Response, expect

from evaluations.core.content.cells import cells
from evaluations.core.content.interchange import new_document
from evaluations.demo import PASSWORD as DEMO_PASSWORD
from evaluations.demo.making import STATES
from tests.browser.acting import QUICK, cell, is_saved, sign_in_at_the_door, status, type_into
from tests.filling.forms import EDITION
from tools.page_pictures import answering

pytestmark = pytest.mark.browser
OFFICE = "basic_data.expenditure.office"
FINAL, BUDGETED = f"{OFFICE}.final", f"{OFFICE}.budget"
THRIFT = "basic_data.thrift_measures"
ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120  # two workers on a busy machine


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator["OwnServer"]:
    """The application as `make run` serves it, over a demo database of its own; it is not started yet."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    server = OwnServer(port, tmp_path)
    for command in (["migrate", "--verbosity", "0"], ["demo"]):
        server.manage(*command)
    yield server
    server.kill()


class OwnServer:
    """Two workers at one address, each time that it is started; killed as by a power cut."""

    def __init__(self, port: str, folder: Path) -> None:
        """At this port, with its database and log in the folder."""
        self.address = f"http://127.0.0.1:{port}"
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DEBUG"},
            "DATABASE_URL": f"sqlite:///{folder}/own.sqlite3",
            "DEMO": "1",
            "HOST": "127.0.0.1",
            "PORT": port,
        }
        self.running: subprocess.Popen[bytes] | None = None

    def manage(self, *command: str) -> None:
        """Run a command of manage.py over the database."""
        whole = [sys.executable, "manage.py", *command]
        subprocess.run(whole, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Serve until killed; comes back when it answers."""
        with (self.folder / "server.log").open("ab") as log:
            serving = [sys.executable, "-m", "tools.serve"]
            self.running = subprocess.Popen(
                serving, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        answering(self.address, START_SECONDS)

    def kill(self) -> None:
        """SIGKILL to the server and its workers at once."""
        if self.running:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None

    def stored(self) -> Mapping[str, str]:
        """The texts of the first unit's cells as the database file has them."""
        year = str(max(STATES))
        named = ("--unit", "QH-WENLIAN", "--year", year, "--to", str(self.folder), "--formats", "json")
        self.manage("export_evaluation", *named)
        [exported] = self.folder.glob("*.json")
        return {path: one.text for path, one in cells(EDITION, new_document(exported.read_bytes())).items()}


def test_the_server_is_killed_between_keystrokes_and_started_again(browser: Browser, own_server: OwnServer) -> None:
    own_server.start()
    context: BrowserContext = browser.new_context(base_url=own_server.address, locale="zh-CN")
    context.set_default_timeout(30_000)
    context.add_init_script(f"window.fillingTimes = {json.dumps(QUICK)};")
    page = context.new_page()
    acknowledged: dict[str, str] = {}
    page.on("response", lambda response: acknowledged.update(stored_by(response)))
    sign_in_at_the_door(page, "wenlian", DEMO_PASSWORD)
    page.goto(page.locator("main a[href^='/evaluations/']").first.get_attribute("href") + "basic-data/")  # type: ignore[operator]
    thrift = cell(page, THRIFT)
    type_into(page, FINAL, "81.5")
    thrift.fill("控制")
    is_saved(page)
    thrift.press("End")
    thrift.press_sequentially("办公", delay=40)
    own_server.kill()
    thrift.press_sequentially("用品，")
    expect(status(page)).to_have_text("未保存：网络中断，将自动重试")
    assert {FINAL, THRIFT} <= acknowledged.keys()
    survived = own_server.stored()
    assert survived[FINAL] == acknowledged[FINAL] == "81.5"
    # The last save may be stored though nobody heard of it.
    assert survived[THRIFT].startswith(acknowledged[THRIFT])
    assert "控制办公用品，".startswith(survived[THRIFT])
    thrift.press_sequentially("压缩会议。")
    type_into(page, BUDGETED, "90.25")
    expect(status(page)).to_have_text("未保存：网络中断，将自动重试")
    typed = {FINAL: "81.5", BUDGETED: "90.25", THRIFT: "控制办公用品，压缩会议。"}

    own_server.start()
    is_saved(page)
    for path, text in typed.items():
        expect(cell(page, path)).to_have_value(text)
    assert typed.items() <= own_server.stored().items()
    page.reload()
    is_saved(page)
    for path, text in typed.items():
        expect(cell(page, path)).to_have_value(text)
    expect(page.locator(".cell-choice")).to_have_count(0)
    context.close()


def stored_by(response: Response) -> Mapping[str, str]:
    """The cells that the server acknowledges."""
    is_save = response.url.endswith("/cells/") and response.status == 200
    sent = response.request.post_data_json if is_save else None
    return sent["cells"] if sent else {}
