"""Finds the style sheet that config/bootstrap.py derives from a package in node_modules."""

from typing import Any

from django.contrib.staticfiles.finders import BaseStorageFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

from config.bootstrap import FOLDER, OURS


class PackageFinder(BaseStorageFinder):
    """Finds the files in that folder, and nothing in node_modules itself."""

    storage = FileSystemStorage(location=FOLDER)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        name = str(OURS.relative_to(FOLDER))
        return (
            [] if self.storage.exists(name) else [Error(f"缺少前端文件 {name}：请运行 ./run setup。", id="config.E001")]
        )
