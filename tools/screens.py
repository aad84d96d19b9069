"""Takes the pictures in docs/screens, and a contact sheet of every page: `./run screens`.

LibreOffice and poppler (`soffice`, `pdftoppm`) draw the sheets, with Noto fonts instead of the official ones.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluations.files.export import content
from tests.core import builders
from tools.page_pictures import draw_pages

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "docs" / "screens"
CONTACT_SHEET = ROOT / "var" / "contact-sheet"
DOTS_PER_INCH = 110
SHEETS: tuple[str, ...] = ("attachment2", "attachment3")
# One page of each: in Word the first chapters, in the PDF an attachment.
HAND_IN: Mapping[str, int] = {"docx": 2, "pdf": 5}

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  {aliases}
</fontconfig>
"""
_ALIAS = '<match><test name="family"><string>{}</string></test><edit name="family" mode="assign" binding="strong"><string>{}</string></edit></match>'
_STAND_INS = {"宋体": "Noto Serif CJK SC", "方正小标宋简体": "Noto Serif CJK SC", "黑体": "Noto Sans CJK SC"}
_STAND_INS |= {"仿宋_GB2312": "Noto Serif CJK SC", "楷体_GB2312": "Noto Serif CJK SC"}


def main() -> None:
    """Draw the official files with the real case's figures, and screens with the demo data."""
    missing = [program for program in ("soffice", "pdftoppm") if not shutil.which(program)]
    if missing:
        sys.exit(
            f"缺少 {'、'.join(missing)}：请先安装，例如 apt-get install libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils。"
        )
    SCREENS.mkdir(parents=True, exist_ok=True)
    document, edition = builders.real_figures(), builders.edition()
    files = {f"{which}.xlsx": content(document, edition, which, author="测试区财政局") for which in SHEETS}
    hand_in = {f"hand-in.{which}": content(document, edition, which, author="测试区财政局") for which in HAND_IN}
    for picture in [*draw_sheets(files, SCREENS), *draw_hand_in(hand_in, SCREENS), *draw_pages(SCREENS, CONTACT_SHEET)]:
        print(picture.relative_to(ROOT))


def draw_sheets(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """A picture in `folder` of each page of the .xlsx `files` (by name): `attachment3-1.png`."""
    with TemporaryDirectory() as scratch:
        place = Path(scratch)
        for name, sheet in files.items():
            (place / name).write_bytes(sheet)
        _convert([place / name for name in files], place)
        for name in files:
            pdf = (place / name).with_suffix(".pdf")
            _run("pdftoppm", "-png", "-r", str(DOTS_PER_INCH), str(pdf), str(folder / pdf.stem))
    return sorted(picture for name in files for picture in folder.glob(f"{Path(name).stem}-*.png"))


def draw_hand_in(files: Mapping[str, bytes], folder: Path) -> Iterator[Path]:
    """A picture in `folder` of one page of each of the `files` (by name): `hand-in-docx.png`."""
    with TemporaryDirectory() as scratch:
        for (name, hand_in), page in zip(files.items(), HAND_IN.values(), strict=True):
            file = Path(scratch) / name
            file.write_bytes(hand_in)
            if file.suffix != ".pdf":
                _convert([file], file.parent)
            picture = folder / f"{file.stem}-{file.suffix[1:]}"
            only = ("-singlefile", "-f", str(page), "-r", str(DOTS_PER_INCH))
            _run("pdftoppm", "-png", *only, str(file.with_suffix(".pdf")), str(picture))
            yield picture.with_suffix(".png")


def _convert(sheets: list[Path], place: Path) -> None:
    fonts = place / "fonts.conf"
    aliases = "\n  ".join(_ALIAS.format(*pair) for pair in _STAND_INS.items())
    fonts.write_text(_FONTS.format(aliases=aliases), encoding="utf-8")
    _run(
        "soffice",
        f"-env:UserInstallation=file://{place}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(place),
        *map(str, sheets),
        environment={"FONTCONFIG_FILE": str(fonts)},
    )


def _run(*command: str, environment: Mapping[str, str] | None = None) -> None:
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})}, timeout=180
    )


if __name__ == "__main__":
    main()
