"""The shipped editions, from their files into the database."""

import hashlib
from importlib.resources import files
from typing import Any

from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.db import transaction

from evaluations.core.edition import read_edition
from evaluations.fiscal_years.models import FormEdition


@transaction.atomic
def load_shipped_editions() -> None:
    """Put every edition of `evaluations/editions` into the database; one that is there unchanged stays untouched.

    Raises:
        EditionError: a shipped file is no edition.
        Refused: a shipped file changed under the code and version of an edition that is in use.
    """
    for file in sorted(files("evaluations").joinpath("editions").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            load_edition(file.read_text(encoding="utf-8"))


def load_edition(content: str) -> FormEdition:
    """The stored edition of this text, inserted, or updated while nothing uses it.

    Raises:
        EditionError: the text is no edition.
        Refused: it changes an edition that is in use.
    """
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    stored = FormEdition.objects.filter(sha256=sha256).first()
    if stored:
        return stored
    edition = read_edition(content)
    stored = FormEdition.objects.filter(code=edition.code, version=edition.version).first() or FormEdition(
        code=edition.code, version=edition.version
    )
    stored.content, stored.sha256 = content, sha256
    stored.save()
    return stored


def load_after_migrate(apps: Apps = installed_apps, **_: Any) -> None:
    """Leave the shipped editions in a database that was just migrated or flushed; a `migrate` that stops before their table loads none."""
    try:
        apps.get_model("fiscal_years", "FormEdition")
    except LookupError:
        return
    load_shipped_editions()
