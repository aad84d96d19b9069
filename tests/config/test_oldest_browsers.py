"""The linters of `make test` refuse what Chromium 86 or Firefox 102 do not know."""

import subprocess
from pathlib import Path

import pytest

from tools.node import NODE

ROOT = Path(__file__).resolve().parents[2]
LINTERS = {
    "js": [*NODE, "node_modules/eslint/bin/eslint.js", "--no-color", "--stdin", "--stdin-filename", "static/js/new.js"],
    "css": [*NODE, "node_modules/stylelint/bin/stylelint.mjs", "--no-color", "--stdin-filename", "static/css/new.css"],
}

# Each line holds one thing that the oldest browsers lack.
SCRIPT = """\
export const last = [1].at(-1);
export const letter = "a".at(-1);
export const place = [1].findLastIndex((one) => one);
export const found = [1].findLast((one) => one);
export const isBeside = matchMedia("(width >= 72rem)").matches;
export const holds = document.querySelector("td:has(input)");
export const either = document.querySelector(`:is(td, th)`);
export const others = document.querySelector("td:not(.gutter, .beside)");
export const copy = structuredClone({});
export const soon = AbortSignal.timeout(1);
export const any = AbortSignal.any([]);
export const sorted = [1].toSorted();
export const groups = Object.groupBy([1], (one) => one);
export const own = Object.hasOwn({}, "a");
export const name = document.body.ariaLabel;
export const mapped = new Map().values().map((one) => one);
export const id = crypto.randomUUID();
export const seen = document.body.checkVisibility();
export const promise = Promise.withResolvers();
export const sound = "a".isWellFormed();
export const is = URL.canParse("a");
export const both = new Set([1]).union(new Set([2]));
export const list = Array.fromAsync([]);
export const why = new Error("a", { cause: "b" });
export class Once { static { console.log(1); } }
document.body.showPopover();
document.body.inert = true;
export const answer = await fetch("/");
"""
STYLE = """\
td:has(input) { color: red; }
td:is(.a, .b) { color: red; }
td:where(.a) { color: red; }
td:not(.a, .b) { color: red; }
td:nth-last-child(-n + 3 of .a) { color: red; }
@media (width >= 72rem) { a { color: red; } }
@media (width < 40rem) { a { color: red; } }
a { padding-inline: 0; }
a { padding-block: 0; }
a { margin-inline: 0; }
a { margin-inline-start: 0; }
a { inset: 0; }
a { inset-inline: 0; }
a { aspect-ratio: 1; }
a { text-wrap: balance; }
a { accent-color: red; }
a { color: color-mix(in srgb, red, blue); }
a { color: oklch(50% 0.1 20); }
a { & b { color: red; } }
a { width: 10dvh; }
a { translate: 1px; }
a { content-visibility: auto; }
@layer base { a { color: red; } }
@container (min-width: 1px) { a { color: red; } }
"""
KNOWN_SCRIPT = """\
class Kept { #all = new Map(); last = null; all() { return [...this.#all.values()].map((one) => one ?? this.last); } }
export const kept = new Kept();
kept.note ??= Object.values({ at: 1 }).map(String).join("").replaceAll("a", "b");
export const { at } = kept.all()[0];
export const text = kept.note.toWellFormed?.() ?? kept.note;
document.body.replaceChildren(document.querySelector("input:not([type=date]):focus-visible"));
"""
KNOWN_STYLE = """\
@media (min-width: 72rem) { td:not(.a):not(.b):focus-within { padding-left: max(1rem, 2vw); } }
@media not all and (min-width: 40rem) { .a { display: flex; gap: 1rem; position: sticky; top: 0; } }
textarea { field-sizing: content; overflow-wrap: anywhere; }
"""


def lint(kind: str, source: str) -> list[str]:
    """What the linter says of `source`."""
    done = subprocess.run(
        LINTERS[kind], cwd=ROOT, input=source, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode in (0, 1, 2), done.stderr
    return (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize(("kind", "source"), [("js", SCRIPT), ("css", STYLE)])
def test_each_thing_that_the_oldest_browsers_lack_is_refused(kind: str, source: str) -> None:
    said = lint(kind, source)
    for number, line in enumerate(source.splitlines(), start=1):
        assert any(one.strip().startswith(f"{number}:") for one in said), line


@pytest.mark.parametrize(("kind", "source"), [("js", KNOWN_SCRIPT), ("css", KNOWN_STYLE)])
def test_what_they_know_is_allowed(kind: str, source: str) -> None:
    assert lint(kind, source) == []
