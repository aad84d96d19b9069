"""The Chromium for the browser tests: finds one, or fetches it if possible."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Chromium without the processes for a window's own buttons: twice as fast as the complete one.
SHELL = "chromium-headless-shell"


def find_chromium() -> str | None:
    """The path of a Chromium: CHROMIUM, the machine's own shell, Playwright's, or a complete one; None if there is none."""
    candidates = [os.environ.get("CHROMIUM"), shutil.which(SHELL), playwrights_own(), shutil.which("chromium")]
    return next((path for path in candidates if path and Path(path).exists()), None)


def playwrights_own() -> str | None:
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    found = sorted(Path(home).glob("chromium_headless_shell-*/*/*headless*shell"))
    return str(found[-1]) if found else None


def fetch_chromium() -> None:
    """Try Debian's package if root, then Playwright's download; a failure changes nothing."""
    attempts = [[sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        attempts[:0] = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", SHELL, "fonts-noto-cjk"]]
    for attempt in attempts:
        if find_chromium():
            return
        print("+", *attempt, flush=True)
        subprocess.run(attempt, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
