"""Imports a list: reads it from a file, compares it with the stored one, and stores exactly what was announced, or nothing."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.actors import Actor
from accounts.audit import Act, record_all
from evaluations.common.refusal import Refused
from evaluations.core.lists.comparing import compare
from evaluations.core.lists.comparison import Answers, ListComparison
from evaluations.core.lists.rows import FileRows, read_rows
from evaluations.files.reading import read_list
from evaluations.files.uploads import File
from evaluations.lists.definition import ListDefinition
from evaluations.units.models import Region


@dataclass(frozen=True, slots=True)
class UploadedList:
    """A file that was read, and its rows."""

    file: File
    found: FileRows


@dataclass(frozen=True, slots=True)
class Announced:
    """What a person was shown: the file's contents, the answers so far, and the digest of what it would do."""

    uploaded: UploadedList
    answers: Answers
    digest: str


class Changed(Refused):
    """Nothing was stored: the import would do something other than announced, because the list or the answers have changed since."""

    def __init__(self) -> None:
        super().__init__("核对之后，系统里的清单又有改动，没有导入。请同现在的内容重新核对，再确认。")


def read_uploaded(definition: ListDefinition, region: Region, name: str, content: bytes) -> UploadedList:
    """The list in the file `name`.

    Raises:
        Unread: the file can't be read.
        NotThisList: it does not hold the list.
    """
    found = read_rows(definition.shape(region), read_list(name, content))
    return UploadedList(File.of(name, content), found)


def comparison(
    definition: ListDefinition,
    region: Region,
    found: FileRows,
    answers: Answers,
    actor: Actor | None,
    *,
    lock: bool = False,
) -> ListComparison:
    """What importing the rows in `found` would do to the region's list now; `actor` is None for the operator at the console."""
    compared = compare(definition.shape(region), found, definition.present(region, lock), answers)
    return compared.with_faults(definition.understand(region, compared.rows, actor))


def import_list(
    definition: ListDefinition, region: Region, announced: Announced, actor: Actor | None
) -> ListComparison:
    """Store what was announced, all or nothing; `actor` is None for the operator at the console.

    Raises:
        Changed: it would now do something else, or what was announced was not ready.
        Refused: the list's own `apply` refuses it.
    """
    try:
        return _stored(definition, region, announced, actor)
    except IntegrityError as taken:  # by somebody who stored it between the comparison and the end
        raise Changed from taken


@transaction.atomic
def _stored(definition: ListDefinition, region: Region, announced: Announced, actor: Actor | None) -> ListComparison:
    Region.objects.select_for_update().get(pk=region.pk)  # imports for one region run one after the other
    uploaded = announced.uploaded
    compared = comparison(definition, region, uploaded.found, announced.answers, actor, lock=True)
    if compared.digest != announced.digest or not compared.is_ready:
        raise Changed
    acts = definition.apply(region, compared.to_store, actor)
    detail = {**uploaded.file._asdict(), "added": len(compared.of("new")), "changed": len(compared.of("changed"))}
    record_all([Act("import_list", actor, definition.code, detail, region), *acts])
    return compared
