"""A form that is made by changing a few cells of another in a page, without Excel: the draft it begins with, and what a sheet says."""

import hashlib
import re
from collections.abc import Mapping

from evaluations.core.editions.file import stored_edition
from evaluations.core.editions.writing import data_of, text_of, with_named_rules
from evaluations.core.workbook.small_changes import Sheet, changed, sheet
from evaluations.fiscal_years.models import FormEdition
from evaluations.own_forms.models import FormDraft
from evaluations.own_forms.services import Upload
from evaluations.units.models import Region


def copied(stored: FormEdition, region: Region) -> Upload:
    """The edition as a draft of the region to be changed: of its next version, under a code of its own if somebody else made it."""
    is_own = stored.region_id == region.pk
    code = stored.code if is_own else f"{stored.code}-{re.sub('[^a-z0-9]+', '-', region.code.lower())}"
    last = FormEdition.objects.filter(code=code).order_by("-version").first()
    edition = stored.edition.model_copy(update={"code": code, "version": last.version + 1 if last else 1})
    text = text_of(data_of(with_named_rules(edition)))
    return Upload(f"{edition.name} 第 {edition.version} 版", content=text, made_of=stored)


def sheet_of(draft: FormDraft, code: str) -> Sheet:
    """A sheet of the draft's workbook.

    Raises:
        KeyError: there is no such sheet.
    """
    return sheet(stored_edition(draft.content), code)


def seal_of(drawn: Sheet) -> str:
    """What stands for the sheet's texts: two of the same say the same."""
    return hashlib.sha256(repr(drawn.texts).encode()).hexdigest()


def read_changes(draft: FormDraft, code: str, texts: Mapping[str, str]) -> Upload:
    """What the draft says with these texts in cells of the sheet: the text of its edition, or the mistakes.

    Raises:
        KeyError: there is no such sheet.
    """
    reading = changed(stored_edition(draft.content), code, texts)
    content = "" if reading.mistakes else text_of(reading.data)
    return Upload(draft.file_name, content=content, mistakes=reading.mistakes)
