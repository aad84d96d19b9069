"""Imports an interchange file into the database, entirely or not at all."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from evaluations.common.refusal import Refused
from evaluations.core.content import interchange
from evaluations.core.content.interchange import Faults
from evaluations.core.form import document as core
from evaluations.core.form.document import Document
from evaluations.dossier.store import documents, load, save
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.fiscal_years.names import naming_day
from evaluations.fiscal_years.services import kind_of, open_year
from evaluations.projects.models import Project
from evaluations.projects.services import Particulars, add_project
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import Conflict, begin
from evaluations.records.states import EDITABLE
from evaluations.units.models import Region, Unit
from evaluations.units.names import name_on
from evaluations.units.services import add_region, add_unit

_TIME_TO_FILL_IN = timedelta(days=30)
_UNREADABLE = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "这是一个文件夹",
    PermissionError: "没有读取权限",
}


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a file with at most `limit` bytes.

    Raises:
        Faults: the file can't be read, or is too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, ValueError) as fault:
        reason = next((text for kind, text in _UNREADABLE.items() if isinstance(fault, kind)), str(fault))
        raise Faults([f"无法读取：{reason}。"]) from fault
    if len(content) > limit:
        raise Faults([f"文件太大，不能超过 {limit // 1024 // 1024} MB。"])
    return content


def read_file(path: Path) -> bytes:
    """The content of an interchange file, without a byte order mark.

    Raises:
        Faults: the file can't be read, is too large, or is not UTF-8.
    """
    content = read_bytes(path, interchange.SIZE_LIMIT)
    try:
        content.decode()
    except UnicodeDecodeError as fault:
        raise Faults([f"不是 UTF-8 编码（第 {fault.start + 1} 个字节），请另存为 UTF-8 后再导入。"]) from fault
    return content.removeprefix(codecs.BOM_UTF8)


@transaction.atomic
def import_document(content: bytes, *, create_missing: bool = False, replace: bool = False) -> SelfEvaluation:
    """Import the document of an interchange file; return the evaluation that now holds it.

    `create_missing` also creates the region, the unit, the project and the fiscal year; `replace` lets the document replace the content of a draft or returned
    evaluation, with each changed cell in the history.

    Raises:
        Faults: something is wrong; each line names a fault and its place in the file. Nothing is written then.
    """
    document = interchange.new_document(content)
    found = _found(document)
    faults = [*_strangers(found, document), *_occupied(found, replace=replace)]
    if not create_missing:
        faults += _missing(found, document)
    arranged = _arranged(found.edition, document, faults)
    try:
        evaluation = found.evaluation or _begun(found, document)
        save(evaluation, load(evaluation), arranged, revision=evaluation.revision, actor=None)
    except (Conflict, Refused) as refusal:
        raise Faults([f"$：{refusal}"]) from refusal
    except ValidationError as invalid:
        raise Faults(f"$.unit：{message}" for message in invalid.messages) from invalid
    record(
        "import", subject=str(evaluation.pk), detail={"unit": document.unit.code, "year": evaluation.fiscal_year.told}
    )
    return evaluation


@dataclass(frozen=True, slots=True)
class _Found:
    """The region, unit, project and year that a document names, as far as the database has them."""

    region: Region | None
    unit: Unit | None
    project: Project | None
    fiscal_year: FiscalYear | None
    evaluation: SelfEvaluation | None
    edition: FormEdition


def _found(document: Document) -> _Found:
    code, year = document.unit.code, document.fiscal_year
    fiscal_year = _fiscal_year(document)
    kind = fiscal_year.kind if fiscal_year else kind_of(_latest_edition(document.edition), "")
    project = _project(document)
    evaluations = documents().filter(unit__code=code, fiscal_year__year=year, fiscal_year__kind=kind, project=project)
    evaluation = None if document.project and not project else evaluations.first()
    begun_with = evaluation or fiscal_year
    return _Found(
        region=Region.objects.filter(code=document.unit.region.code).first(),
        unit=Unit.objects.select_related("region").filter(code=code).first(),
        project=project,
        fiscal_year=fiscal_year,
        evaluation=evaluation,
        edition=begun_with.edition if begun_with else _latest_edition(document.edition),
    )


def _fiscal_year(document: Document) -> FiscalYear | None:
    """The year with the document's form, or else the one that stands for the kind of the document's form."""
    opened = FiscalYear.objects.filter(region__code=document.unit.region.code, year=document.fiscal_year)
    of_subject = opened.filter(edition__subject="project" if document.project else "unit").select_related("edition")
    return of_subject.filter(edition__code=document.edition).first() or of_subject.first()


def _project(document: Document) -> Project | None:
    if document.project is None:
        return None
    return Project.objects.filter(unit__code=document.unit.code, name=document.project.name).first()


def _latest_edition(code: str) -> FormEdition:
    edition = FormEdition.objects.filter(code=code).order_by("version").last()
    if edition is None:
        known = "、".join(FormEdition.objects.order_by("code").values_list("code", flat=True).distinct())
        raise Faults([f"$.edition：系统中没有表样“{code}”，现有：{known}。"])
    return edition


def _strangers(found: _Found, document: Document) -> Iterator[str]:
    """Faults where the file gives a known code another name."""
    region, unit = document.unit.region, document.unit
    if found.region and found.region.name != region.name:
        yield _other("$.unit.region.name", region.name, found.region.name)
    if found.unit and (name := _name_then(found.unit, found.fiscal_year)) != unit.name:
        yield _other("$.unit.name", unit.name, name)
    if found.unit and found.unit.region.code != region.code:
        yield _other("$.unit.region.code", region.code, found.unit.region.code)


def _name_then(unit: Unit, fiscal_year: FiscalYear | None) -> str:
    return name_on(unit, naming_day(fiscal_year)) if fiscal_year else unit.name


def _other(place: str, typed: str, stored: str) -> str:
    return f"{place}：填的是“{typed}”，系统中是“{stored}”，请核对代码和名称。"


def _occupied(found: _Found, *, replace: bool) -> Iterator[str]:
    if found.evaluation is None:
        return
    if not replace:
        yield "$：这个单位这个年度的自评已存在；要用文件的内容替换它，请加 --replace。"
    elif found.evaluation.state not in EDITABLE:
        yield f"$：这份自评现在是“{found.evaluation.stage.for_unit}”，不能替换；只能替换填报中或已退回的。"


def _missing(found: _Found, document: Document) -> Iterator[str]:
    if found.unit is None:
        yield f"$.unit.code：系统中没有代码为“{document.unit.code}”的单位；要一并创建，请加 --create-missing。"
    if document.project and found.project is None:
        yield f"$.project.name：{document.unit.name}没有名为“{document.project.name}”的项目；要一并创建，请加 --create-missing。"
    if found.fiscal_year is None:
        yield f"$.fiscal_year：{document.unit.region.name}没有 {document.fiscal_year} 年度；要一并创建，请加 --create-missing。"


def _arranged(edition: FormEdition, document: Document, faults: list[str]) -> Document:
    """The document in its edition's order; raises Faults if it or the names in it are wrong."""
    try:
        arranged = interchange.for_edition(edition.edition, document)
    except Faults as foreign:
        raise Faults([*faults, *foreign.lines]) from foreign
    if faults:
        raise Faults(faults)
    return arranged


def _begun(found: _Found, document: Document) -> SelfEvaluation:
    """A new evaluation; its region, unit, project and year are created if they are missing."""
    names = document.unit
    region = found.region or add_region(names.region.code, names.region.name)
    unit = found.unit or add_unit(region, names.code, names.name)
    fiscal_year = found.fiscal_year or _opened(region, document.fiscal_year, found.edition)
    project = found.project or (add_project(unit, _particulars(document.project), None) if document.project else None)
    return documents().get(pk=begin(unit, fiscal_year, None, project).pk)


def _particulars(project: core.Project) -> Particulars:
    return Particulars(**project.model_dump())


def _opened(region: Region, year: int, edition: FormEdition) -> FiscalYear:
    """The fiscal year, open from now until the end of June of the following year, or long enough to fill the form in."""
    now = timezone.now()
    end_of_june = datetime(year + 1, 6, 30, 18, tzinfo=timezone.get_current_timezone())
    return open_year(region, year, edition, opens_at=now, deadline=max(end_of_june, now + _TIME_TO_FILL_IN))
