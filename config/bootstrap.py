"""Cuts Bootstrap's style sheet down to the rules that our pages use: `python -m config.bootstrap` writes it, config/staticfiles.py finds it.

The rules come from the package's compiled sheet, because a build from its Sass would lack the prefixes that old browsers need.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import tinycss2

ROOT = Path(__file__).resolve().parent.parent
WHOLE = ROOT / "node_modules" / "bootstrap" / "dist" / "css" / "bootstrap.min.css"
FOLDER = ROOT / "var" / "front-end"
OURS = FOLDER / "css" / "bootstrap.css"
# The classes in use, and their key frames; rules without classes are always kept.
KEPT = frozenset(
    {
        *("btn", "btn-danger", "btn-primary", "btn-secondary", "btn-sm"),
        *("form-control", "form-label", "form-select", "form-text", "invalid-feedback", "is-invalid"),
        *("form-check", "form-check-input", "form-check-label"),
        *("d-flex", "align-items-center", "flex-wrap", "gap-3", "mb-0", "mb-2", "mb-3", "mb-4", "mt-3", "mt-4"),
        *("fs-6", "list-unstyled", "visually-hidden"),  # fs-6: crispy's own, around a choice of several
    }
)

_VARIABLE = re.compile(r'(--bs-[\w-]+):(?:"[^"]*"|[^"{};])*(?:;|(?=}))')
_READ = re.compile(r"var\((--bs-[\w-]+)")
_EMPTY = re.compile(r"[^{};/]+{}")


def cut(css: str, names: frozenset[str]) -> str:
    """The rules of `css` that can apply to pages with only these classes and no theme, without variables that none of them reads."""
    return _without_unread("".join(_kept(tinycss2.parse_stylesheet(css, skip_whitespace=True), names)))


def _kept(rules: list[Any], names: frozenset[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [tinycss2.serialize(one) for one in _selectors(rule.prelude) if _asked(one) <= names]
            yield _block(",".join(selectors), tinycss2.serialize(rule.content)) if selectors else ""
        elif rule.type == "comment":
            yield rule.serialize() if rule.value.startswith("!") else ""  # the licence
        elif rule.at_keyword == "media":
            inside = "".join(_kept(tinycss2.parse_rule_list(rule.content, skip_whitespace=True), names))
            yield _block(f"@media{tinycss2.serialize(rule.prelude)}", inside) if inside else ""
        elif rule.at_keyword != "keyframes" or tinycss2.serialize(rule.prelude).strip() in names:
            yield rule.serialize()


def _block(head: str, inside: str) -> str:
    return f"{head}{{{inside}}}"


def _selectors(prelude: list[Any]) -> Iterator[list[Any]]:
    commas = [place for place, part in enumerate(prelude) if part == ","]
    for before, comma in pairwise([-1, *commas, len(prelude)]):
        yield prelude[before + 1 : comma]


def _asked(selector: list[Any]) -> set[str]:
    """The classes and the attributes of Bootstrap's own that an element needs to match; `:not()` is ignored."""
    classes = {name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"}
    attributes = {part.content[0].value for part in selector if part.type == "[] block"}
    return classes | {name for name in attributes if name.startswith("data-bs-")}


def _without_unread(css: str) -> str:
    """`css` without unread variables; repeated until nothing changes, because a variable may be read only by another one."""
    read = set(_READ.findall(css))
    less = _EMPTY.sub("", _VARIABLE.sub(lambda found: found[0] if found[1] in read else "", css))
    return less if less == css else _without_unread(less)


def main() -> None:
    """Write our sheet."""
    OURS.parent.mkdir(parents=True, exist_ok=True)
    OURS.write_text(cut(WHOLE.read_text(encoding="utf-8"), KEPT), encoding="utf-8")


if __name__ == "__main__":
    main()
