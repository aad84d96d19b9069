"""LibreOffice and poppler, where they are."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MISSING = "!!! NO LIBREOFFICE: Word files were not converted. Install it (apt-get install libreoffice-writer-nogui poppler-utils)."


def text_of_pdf(file: Path) -> str:
    """The text of the PDF that LibreOffice makes of an office file, beside which it is put."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.fail(MISSING) if os.environ.get("CI") == "true" else pytest.skip(MISSING)
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent), str(file))
    return run("pdftotext", str(file.with_suffix(".pdf")), "-")


def converted(file: Path, ending: str, options: str = "") -> Path:
    """What LibreOffice makes of an office file, in a folder beside it; `options` name its filter."""
    if not shutil.which("soffice"):
        pytest.fail(MISSING) if os.environ.get("CI") == "true" else pytest.skip(MISSING)
    to = file.parent / ending
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    run("soffice", profile, "--headless", "--convert-to", ending + options, "--outdir", str(to), str(file))
    return to / file.with_suffix(f".{ending}").name


def run(*command: str) -> str:
    """What `command` writes."""
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8", timeout=180).stdout
