"""Our part of Bootstrap's style sheet has every rule that our pages need, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django.forms import Form
from django.urls import get_resolver

from config import bootstrap
from config.bootstrap import KEPT, OURS, ROOT, WHOLE, cut

ROOMS = ("accounts", "config", "evaluations")
SOURCES = [
    *ROOT.glob("templates/**/*.html"),
    *ROOT.glob("static/js/**/*.js"),
    *(file for room in ROOMS for file in ROOT.glob(f"{room}/**/*.py")),
]
TAG = re.compile(r"{{.*?}}|{%.*?%}")
STRING = re.compile(r'"[^"]*"')
# An attribute, or what scripts and widgets set as one; `element` is that of static/js/dom.js.
CLASSES = re.compile(r'(?:class=|"class": |className = |className: |classList\.\w+\(|element\("\w+", )"([^"]*)"')
WORD = re.compile(r"[\w-]+")


def styled(css: str) -> set[str]:
    """The classes for which a sheet has rules."""
    selectors = re.findall(r"([^{}]+){", STRING.sub("", css))
    return {name for selector in selectors for name in re.findall(r"\.([a-z][\w-]*)", selector)}


def named(text: str) -> set[str]:
    """The words that may be classes on a page: those of an attribute, and what has a hyphen, as hardly any other word has."""
    text = TAG.sub(" ", text)
    attributes = " ".join(CLASSES.findall(text))
    return {*WORD.findall(attributes), *(word for word in WORD.findall(text) if "-" in word)}


def forms(base: type[Form] = Form) -> Iterator[type[Form]]:
    for form in base.__subclasses__():
        yield form
        yield from forms(form)


def drawn(form: type[Form]) -> str:
    """What crispy makes of the fields of a form that nobody filled in."""
    fields: dict[str, Any] = dict(form.base_fields)
    return str(render_crispy_form(type("Drawn", (Form,), fields)({}), getattr(form, "helper", FormHelper())))


@pytest.fixture(scope="module")
def in_use() -> set[str]:
    """The classes of Bootstrap that our templates, scripts and Python name, and those that crispy writes around our forms."""
    assert get_resolver().url_patterns, "every view is loaded, and with it every form"
    texts = [file.read_text() for file in SOURCES if file != Path(bootstrap.__file__)]
    texts += [drawn(form) for form in forms() if form.__module__.startswith(ROOMS)]
    return set().union(*map(named, texts)) & styled(WHOLE.read_text())


@pytest.mark.slow
def test_every_class_in_use_is_kept(in_use: set[str]) -> None:
    assert in_use - styled(OURS.read_text()) == set(), "add them to KEPT in config/bootstrap.py, then ./run setup"


def test_no_class_is_kept_that_nobody_uses(in_use: set[str]) -> None:
    assert KEPT - in_use == set()


@pytest.mark.slow
def test_our_sheet_is_cut_from_the_package_as_it_is_now() -> None:
    assert OURS.read_text() == cut(WHOLE.read_text(), KEPT), "./run setup"


@pytest.mark.parametrize(
    ("whole", "ours"),
    [
        pytest.param("p{margin:0}[type=file],::before{top:0}", "p{margin:0}[type=file],::before{top:0}", id="no class"),
        pytest.param(".btn.btn-sm>b{top:0}", ".btn.btn-sm>b{top:0}", id="all kept"),
        pytest.param(".btn.btn-lg{top:0}", "", id="one of two not kept"),
        pytest.param(".card,.btn,.row .btn{top:0}", ".btn{top:0}", id="one selector of several"),
        pytest.param(":not(.card)+.btn{top:0}", ":not(.card)+.btn{top:0}", id="a class that must not be there"),
        pytest.param("@media print{.card{top:0}.btn{top:0}}", "@media print{.btn{top:0}}", id="within a medium"),
        pytest.param("@media print{.card{top:0}}", "", id="nothing left of a medium"),
        pytest.param("@keyframes spin{to{top:0}}", "", id="key frames of others"),
        pytest.param("@keyframes btn{to{top:0}}", "@keyframes btn{to{top:0}}", id="key frames that are kept"),
        pytest.param("/*! MIT */p{top:0}/* more */", "/*! MIT */p{top:0}", id="the licence"),
        pytest.param(":root,[data-bs-theme=dark]{top:0}", ":root{top:0}", id="a theme"),
    ],
)
def test_a_rule_is_kept_that_can_hold(whole: str, ours: str) -> None:
    assert cut(whole, frozenset({"btn", "btn-sm"})) == ours


def test_a_variable_is_kept_that_a_kept_rule_reads() -> None:
    sheet = ':root{--bs-a:var(--bs-b);--bs-b:1px;--bs-c:var(--bs-d);--bs-d:url("x;y")}p{top:var(--bs-a)}.card{top:var(--bs-c)}'
    assert cut(sheet, frozenset()) == ":root{--bs-a:var(--bs-b);--bs-b:1px;}p{top:var(--bs-a)}"
