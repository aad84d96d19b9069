"""Loads the shipped editions from their files into the database; a faulty file does not stop the others."""

import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.db import transaction

from evaluations.common.refusal import Refused
from evaluations.core.checks import off
from evaluations.core.editions.file import SIZE_LIMIT, EditionError, decoded, read_edition
from evaluations.core.form.edition import Edition
from evaluations.fiscal_years.models import FormEdition
from evaluations.units.models import Region

SHIPPED = files("evaluations").joinpath("editions")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The outcome for one file: its edition, and whether it is `new` in the database; or why it was refused, one fault per line."""

    file: str
    stored: FormEdition | None = None
    new: bool = False
    faults: Sequence[str] = ()


def load_shipped_editions(folder: Traversable | None = None) -> list[Loaded]:
    """Load every edition in the folder (default: the shipped ones); unchanged ones stay untouched, and a faulty one does not stop the others."""
    found: list[Loaded] = []
    for file in sorted((folder or SHIPPED).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            found.append(_loaded(file, found))
    return found


@transaction.atomic
def _loaded(file: Traversable, before: Iterable[Loaded]) -> Loaded:
    try:
        content = read_file(file)
        new = not FormEdition.objects.filter(sha256=_sha256(content)).exists()
        edition = read_edition(content) if new else None
        same = next((one.file for one in before if edition and _is_of(one, edition)), None)
        if same:
            return Loaded(file.name, faults=(f"与 {same} 的代码（code）和版本（version）相同，请改其中一个。",))
        return Loaded(file.name, load_edition(content), new=new)
    except (EditionError, Refused) as refusal:
        return Loaded(file.name, faults=str(refusal).split("\n"))


def _is_of(loaded: Loaded, edition: Edition) -> bool:
    return loaded.stored is not None and (loaded.stored.code, loaded.stored.version) == (edition.code, edition.version)


def read_file(file: Traversable) -> str:
    """The text of an edition's file.

    Raises:
        EditionError: the file can't be read or decoded.
    """
    try:
        with file.open("rb") as opened:
            return decoded(opened.read(SIZE_LIMIT + 1))
    except OSError as fault:
        raise EditionError(f"不能读取这个文件（{fault.strerror}）。") from fault


def load_edition(content: str, region: Region | None = None) -> FormEdition:
    """The stored edition for this text, which a `region` has made; it is inserted, or updated as long as nothing uses it.

    Raises:
        EditionError: the text is not an edition.
        Refused: the text would change an edition that is in use or that somebody else has made.
    """
    sha256 = _sha256(content)
    stored = FormEdition.objects.filter(sha256=sha256).first()
    if stored:
        return stored
    edition = read_edition(content)
    stored = FormEdition.objects.filter(code=edition.code, version=edition.version).first() or FormEdition(
        code=edition.code, version=edition.version, region=region
    )
    if stored.region != region:
        raise Refused(f"表样“{stored}”由{stored.region or '本系统'}制作，不能改；请换一个代码。")
    stored.content, stored.sha256, stored.subject = content, sha256, edition.subject
    stored.save()
    return stored


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def load_after_migrate(apps: Apps = installed_apps, **_: Any) -> None:
    """Load the shipped editions into a database that has just been migrated or flushed, unless their table does not exist yet.

    Refused editions, and the relations that a new edition switches off, are reported on stderr.
    """
    try:
        apps.get_model("fiscal_years", "FormEdition")
    except LookupError:
        return
    for loaded in load_shipped_editions():
        sys.stderr.writelines(f"{line}\n" for line in told(loaded))


def told(loaded: Loaded) -> list[str]:
    """What the person who provided the file should know; nothing if all is well."""
    if loaded.faults:
        return [f"表样文件 {loaded.file} 没有载入：", *(f"  {fault}" for fault in loaded.faults)]
    return relations_off(loaded.stored.edition) if loaded.new and loaded.stored else []


def relations_off(edition: Edition) -> list[str]:
    """The relations that an edition switches off, and what each is missing."""
    lines = [f"  {each.check.code} {each.check.relation}：缺少 {'、'.join(each.lacks)}" for each in off(edition)]
    return [f"表样 {edition.code} 第 {edition.version} 版：以下 {len(lines)} 项核对不起作用：", *lines] if lines else []
