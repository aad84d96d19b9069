"""Static files: our own, and of the npm packages only what was made for us, under names that never change content."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.test import override_settings

from config.bootstrap import OURS
from config.staticfiles import PackageFinder


def test_what_is_made_of_a_package_is_found() -> None:
    assert finders.find("css/bootstrap.css") == str(OURS)


@pytest.mark.parametrize("name", ["bootstrap/package.json", "bootstrap/dist/css/bootstrap.min.css", "axe-core/axe.js"])
def test_no_file_of_a_package_itself_is_found(name: str) -> None:
    assert finders.find(name) is None


def test_before_set_up_one_line_says_what_to_do(tmp_path: Path) -> None:
    faults = PackageFinder(FileSystemStorage(location=tmp_path)).check()
    assert [str(fault.msg) for fault in faults] == ["缺少前端文件 css/bootstrap.css：请运行 ./run setup。"]


@pytest.mark.slow
def test_collecting_gives_every_file_a_name_made_of_its_content(tmp_path: Path, settings: Any) -> None:
    storage = {"BACKEND": "config.storage.ModuleStorage"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, "staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
    named = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert {"css/app.css", "css/bootstrap.css"} <= set(named)
    assert all((tmp_path / hashed).exists() for hashed in named.values())
    assert not (tmp_path / "css/bootstrap.css").exists(), "only hashed names are served for ever"
