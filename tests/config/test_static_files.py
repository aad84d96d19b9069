"""Static files: our own, and of the npm packages only those on the whitelist, under names that never change content."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from config.staticfiles import FILES


@pytest.mark.parametrize("name", FILES)
def test_a_listed_file_is_found(name: str) -> None:
    found = finders.find(name)
    assert isinstance(found, str)
    assert Path(found).stat().st_size > 0


@pytest.mark.parametrize("name", ["bootstrap/package.json", "bootstrap/dist/css/bootstrap.min.css", "axe-core/axe.js"])
def test_no_other_file_of_a_package_is_found(name: str) -> None:
    assert finders.find(name) is None


def test_collecting_gives_every_file_a_name_made_of_its_content(tmp_path: Path, settings: Any) -> None:
    storage = {"BACKEND": "config.storage.ModuleStorage"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, "staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
    named = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert set(FILES) <= set(named)
    assert all((tmp_path / hashed).exists() for hashed in named.values())
    assert not (tmp_path / "bootstrap/css/bootstrap.min.css").exists(), "only hashed names are served for ever"
