"""What becomes of a bureau's own forms: a draft is uploaded, proposed, and published by another manager; an edition is withdrawn."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.audit import record
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.form.edition import Edition
from evaluations.core.workbook.draft import Mistake
from evaluations.fiscal_years.loading import load_edition
from evaluations.fiscal_years.models import FormEdition
from evaluations.own_forms.models import NAME_LIMIT, FormDraft
from evaluations.units.models import Region

DRAFT_LIMIT = 50
"""So many drafts a region may have that are not published."""


class Upload(NamedTuple):
    """A file that was read: the text of its edition; or what is wrong with it, and the workbook, in which that can be marked.

    `made_of` is the edition of which it is a copy, if no file was uploaded.
    """

    file_name: str
    workbook: bytes = b""
    content: str = ""
    mistakes: Sequence[Mistake] = ()
    made_of: FormEdition | None = None


@transaction.atomic
def add_draft(region: Region, upload: Upload, actor: Actor) -> FormDraft:
    """Keep an uploaded form.

    Raises:
        Refused: the actor is no manager of the region, or it has too many drafts.
    """
    _refuse_stranger(region.pk, actor)
    Region.objects.select_for_update().get(pk=region.pk)
    if FormDraft.objects.filter(region=region, edition=None).count() >= DRAFT_LIMIT:
        raise Refused(f"还没有发布的表样已有 {DRAFT_LIMIT} 份，没有保存。请先删除不再需要的。")
    draft = FormDraft.objects.create(
        region=region,
        file_name=upload.file_name[-NAME_LIMIT:],
        workbook=upload.workbook,
        content=upload.content,
        mistakes=json.dumps(upload.mistakes, ensure_ascii=False),
        made_of=upload.made_of,
        uploaded_by=actor.person,
        uploaded_at=timezone.now(),
    )
    if upload.made_of:
        _record("copy_form", draft, actor, {"edition": str(upload.made_of)})
    else:
        _record("upload_form", draft, actor, {"faults": str(len(upload.mistakes))} if upload.mistakes else {})
    return draft


@transaction.atomic
def revise(draft: FormDraft, content: str, sheet: str, actor: Actor) -> FormDraft:
    """Replace the draft's text by `content`, in which cells of one sheet were changed; nothing happens if it is the same.

    Raises:
        Refused: somebody has changed it since `draft` was read; it is proposed or published; the actor is no manager of the region.
    """
    locked = _locked(draft, actor)
    if locked.proposed_at:
        raise Refused("这份表样已经提交，不能再改；要改的，请先收回提交。")
    if locked.content != draft.content:
        raise Refused("这份表样刚被别人改过，没有保存。请重新打开这一页再改。")
    if locked.content != content:
        locked.content = content
        locked.save(update_fields=("content",))
        _record("change_form", locked, actor, {"sheet": sheet})
    return locked


@transaction.atomic
def remove_draft(draft: FormDraft, actor: Actor) -> None:
    """Remove a draft that is not published.

    Raises:
        Refused: it is published, or the actor is no manager of the region.
    """
    locked = _locked(draft, actor)
    _record("remove_form_draft", locked, actor)
    locked.delete()


@transaction.atomic
def propose(draft: FormDraft, actor: Actor) -> FormDraft:
    """Ask another manager to publish the draft.

    Raises:
        Refused: it has mistakes, is already proposed or published, its code and version can't be used, or the actor is no manager of the region.
    """
    locked = _locked(draft, actor)
    if not locked.is_readable:
        raise Refused("这份工作簿还有错误，不能提交。请改正后重新上传。")
    if locked.proposed_at:
        raise Refused("这份表样已经提交，等另一位绩效管理员确认发布。")
    _refuse_used(_edition(locked), locked.region)
    locked.proposed_by, locked.proposed_at = actor.person, timezone.now()
    locked.save(update_fields=("proposed_by", "proposed_at"))
    _record("propose_form", locked, actor)
    return locked


@transaction.atomic
def take_back(draft: FormDraft, actor: Actor) -> FormDraft:
    """Undo the proposal, whoever made it.

    Raises:
        Refused: it is not proposed, or published, or the actor is no manager of the region.
    """
    locked = _locked(draft, actor)
    if not locked.proposed_at:
        raise Refused("这份表样没有提交。")
    locked.proposed_by = locked.proposed_at = None
    locked.save(update_fields=("proposed_by", "proposed_at"))
    _record("take_back_form", locked, actor)
    return locked


@transaction.atomic
def publish(draft: FormDraft, actor: Actor) -> FormDraft:
    """Make the draft an edition that the region's years may use. It never changes once one uses it.

    Raises:
        Refused: the actor proposed it, or is no manager of the region; it is not proposed, or its code and version can't be used.
    """
    locked = _locked(draft, actor)
    if not locked.proposed_at:
        raise Refused("这份表样还没有提交，不能发布。")
    if actor.pk == locked.proposed_by_id:
        raise Refused("提交的人不能自己发布，请另一位绩效管理员核对后发布。")
    _refuse_used(_edition(locked), locked.region)
    edition = load_edition(locked.content, locked.region)
    locked.edition, locked.published_by, locked.published_at = edition, actor.person, timezone.now()
    locked.save(update_fields=("edition", "published_by", "published_at"))
    _record("publish_form", locked, actor, {"edition": str(edition), "sha256": edition.sha256})
    return locked


@transaction.atomic
def withdraw(edition: FormEdition, actor: Actor) -> None:
    """No longer offer one of the region's own editions for new years; years that use it keep it.

    Raises:
        Refused: it is not an edition of a region that the actor manages, or is withdrawn already.
    """
    _set_withdrawn(edition, actor, timezone.now(), "withdraw_form", "这份表样已经停用。")


@transaction.atomic
def offer_again(edition: FormEdition, actor: Actor) -> None:
    """Offer a withdrawn edition again.

    Raises:
        Refused: it is not an edition of a region that the actor manages, or is not withdrawn.
    """
    _set_withdrawn(edition, actor, None, "offer_form", "这份表样没有停用。")


def _set_withdrawn(edition: FormEdition, actor: Actor, at: datetime | None, action: str, otherwise: str) -> None:
    locked = FormEdition.objects.select_for_update(of=("self",)).select_related("region").get(pk=edition.pk)
    if locked.region is None:
        raise Refused("系统自带的表样不能停用，设定年度时不选它就行。")
    _refuse_stranger(locked.region.pk, actor)
    if bool(locked.withdrawn_at) == bool(at):
        raise Refused(otherwise)
    locked.withdrawn_at = at
    locked.save(update_fields=("withdrawn_at",))
    record(action, actor, detail={"edition": str(locked)}, region=locked.region)


def mistakes_of(draft: FormDraft) -> Sequence[Mistake]:
    """What is wrong with the draft's workbook."""
    return [Mistake(*each) for each in json.loads(draft.mistakes)]


def _locked(draft: FormDraft, actor: Actor) -> FormDraft:
    locked = FormDraft.objects.select_for_update(of=("self",)).select_related("region").filter(pk=draft.pk).first()
    if locked is None:
        raise Refused("这份表样刚被别人删除。")
    _refuse_stranger(locked.region_id, actor)
    if locked.edition_id:
        raise Refused("这份表样已经发布，不能再改；要更正的，请上传版本更高的。")
    return locked


def _refuse_stranger(region_id: int, actor: Actor) -> None:
    if region_id not in actor.regions(Role.MANAGER):
        raise Refused("只有本地区的绩效管理员可以制作表样。")


def _edition(draft: FormDraft) -> Edition:
    """The edition as it is judged now: the program may have learnt to see more since the upload."""
    try:
        return read_edition(draft.content)
    except EditionError as fault:
        raise Refused(f"这份表样现在不能用了，请重新上传：{fault}") from fault


def _refuse_used(edition: Edition, region: Region) -> None:
    known = FormEdition.objects.filter(code=edition.code).order_by("-version")
    stranger = next((each for each in known if each.region_id != region.pk), None)
    if stranger is not None:
        whose = "系统自带的表样" if stranger.region_id is None else "其他地区的表样"
        raise Refused(f"代码“{edition.code}”是{whose}，请在“表样”这张工作表里换一个代码，例如在后面加上本地区的拼音。")
    last = known.first()
    if last is not None and edition.version <= last.version:
        raise Refused(f"“{edition.code}”已有第 {last.version} 版，这份写的是第 {edition.version} 版：版本应更高。")


def _record(action: str, draft: FormDraft, actor: Actor, detail: Mapping[str, str] | None = None) -> None:
    record(action, actor, detail={"file": draft.file_name, **(detail or {})}, region=draft.region)
