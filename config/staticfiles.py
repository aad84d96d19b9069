"""Finds the few files that we use from node_modules; whole packages would be thousands."""

from collections.abc import Iterable, Iterator
from typing import Any, override

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

# The path in a `{% static %}` tag: the path under node_modules.
FILES = {
    "bootstrap/css/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/css/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
}


class PackageStorage(FileSystemStorage):
    """node_modules, seen under the names of FILES."""

    def __init__(self) -> None:
        super().__init__(location=settings.BASE_DIR / "node_modules")

    def path(self, name: str) -> str:
        return super().path(FILES.get(name, name))


class PackageFinder(BaseFinder):
    """Finds the files of FILES and nothing else."""

    def __init__(self, app_names: Iterable[str] | None = None) -> None:
        self.storage = PackageStorage()

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [name for name in FILES if not self.storage.exists(name)]
        return [Error(f"缺少前端文件 {', '.join(missing)}：请运行 ./run setup。", id="config.E001")] if missing else []

    @override
    def find(self, path: str, find_all: bool = False) -> Any:
        if path not in FILES or not self.storage.exists(path):
            return []
        return [self.storage.path(path)] if find_all else self.storage.path(path)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in FILES:
            yield name, self.storage
