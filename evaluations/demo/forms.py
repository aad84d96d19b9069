"""The demo's form of next year: uploaded by the manager and proposed, but not published yet."""

from accounts.actors import Actor
from evaluations.core.editions.file import read_edition
from evaluations.core.editions.writing import data_of, text_of
from evaluations.core.workbook.draft import Mistake
from evaluations.fiscal_years.models import FormEdition
from evaluations.own_forms.services import Upload, add_draft, propose
from evaluations.units.models import Region

NAME = "青禾区 2024 年度部门整体支出绩效自评表样"
WRONG = Mistake("表样", "B4", "第二版", "“第二版”不是整数，应写 1、2 这样的数字。")


def draft_forms(region: Region, edition: FormEdition, manager: Actor) -> None:
    """A workbook with a mistake, and the form that came of it when that was mended."""
    add_draft(region, Upload("青禾区2024年度表样.xlsx", mistakes=[WRONG]), manager)
    data = {**data_of(edition.edition), "code": "qinghe-2024", "version": 1, "name": NAME}
    content = text_of(data)
    assert read_edition(content).name == NAME
    propose(add_draft(region, Upload("青禾区2024年度表样（改）.xlsx", content=content), manager), manager)
