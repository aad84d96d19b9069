"""The contact sheet: pictures of many pages at three sizes, with and without forced colours, side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import batched, groupby
from operator import itemgetter
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize

from evaluations.demo import PASSWORD

SIZES = tuple(ViewportSize(width=w, height=h) for w, h in ((1280, 800), (1920, 1080), (360, 800)))
COLOURS: Sequence[Literal["none", "active"]] = ("none", "active")
ROWS_A_PICTURE = 10
HEIGHT = 300
# What a page's buttons look like is said in two heights: of its own, and in tables.
BUTTON_HEIGHTS = """() => [...new Set([...document.querySelectorAll("button, .btn, summary")]
  .filter((button) => button.checkVisibility({ visibilityProperty: true })
    && getComputedStyle(button).borderTopWidth !== "0px" && !button.matches(".enter-saves"))
  .map((button) => Math.round(button.getBoundingClientRect().height * 10) / 10))].sort((a, b) => a - b).join(" ")"""
_HEAD = f"""<!doctype html><meta charset="utf-8"><title>Contact sheet</title>
<style>body {{ font: 14px sans-serif; margin: 8px; width: max-content }} figure {{ margin: 0 0 12px }}
img {{ height: {HEIGHT}px; border: 1px solid #888; margin-right: 4px; vertical-align: top }}</style>"""


@dataclass(frozen=True, slots=True)
class Strip:
    """A page's pictures, one for each size and colours; the heights of its buttons at the first size, in px."""

    username: str
    address: str
    heights: str
    pictures: Sequence[str]

    @property
    def html(self) -> str:
        """As a row of the sheet."""
        images = "".join(f'<a href="{name}"><img src="{name}" alt=""></a>' for name in self.pictures)
        caption = escape(f"{self.username or '–'}　{self.address}　[{self.heights}]")
        return f"<figure><figcaption>{caption}</figcaption>{images}</figure>\n"


def draw_contact_sheet(browser: Browser, address: str, pages: Iterable[tuple[str, str]], folder: Path) -> Path:
    """Picture every page (who looks, and where) into `folder`; its index.html shows them all, sheet-1.png … a few rows each."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    strips = list(_strips(browser, address, pages, folder))
    for number, some in enumerate(batched(strips, ROWS_A_PICTURE), 1):
        _lay_out(some, folder / "index.html")
        _photograph(browser, folder / "index.html", folder / f"sheet-{number}.png")
    return _lay_out(strips, folder / "index.html")


def signed_in(browser: Browser, address: str, username: str) -> Page:
    """A page of a new window in which the person of the demo has signed in, unless `username` is ''."""
    page = browser.new_page(base_url=address, locale="zh-CN")
    if username:
        page.goto("/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_load_state()
    return page


def _strips(browser: Browser, address: str, pages: Iterable[tuple[str, str]], folder: Path) -> Iterator[Strip]:
    number = 0
    for username, group in groupby(pages, key=itemgetter(0)):
        page = signed_in(browser, address, username)
        for _, place in group:
            number += 1
            pictures = list(_pictures(page, place, folder, f"{number:03}"))
            yield Strip(username, place, page.evaluate(BUTTON_HEIGHTS), pictures)
        page.close()


def _pictures(page: Page, place: str, folder: Path, number: str) -> Iterator[str]:
    for size in SIZES:
        page.set_viewport_size(size)
        page.goto(place)
        for colours in COLOURS:
            page.emulate_media(forced_colors=colours)
            name = f"{number}-{size['width']}{'-forced' if colours == 'active' else ''}.png"
            page.screenshot(path=folder / name)
            yield name
        page.emulate_media(forced_colors="none")


def _lay_out(strips: Sequence[Strip], file: Path) -> Path:
    file.write_text(_HEAD + "".join(strip.html for strip in strips), encoding="utf-8")
    return file


def _photograph(browser: Browser, file: Path, picture: Path) -> None:
    page = browser.new_page()
    page.goto(file.as_uri())
    page.locator("body").screenshot(path=picture)
    page.close()
