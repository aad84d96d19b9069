"""What both demos begin with: an empty database, and the shipped edition under the name of their own place."""

from accounts.models import User
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.loading import load_edition
from evaluations.fiscal_years.models import FormEdition
from evaluations.units.models import Region, Unit

SHIPPED = "lusong-2023"


def refuse_unless_empty() -> None:
    """Raise Refused unless the database is empty.

    Raises:
        Refused: it holds something.
    """
    if Region.objects.exists() or Unit.objects.exists() or User.objects.exists():
        raise Refused("数据库里已经有数据，不能建立演示数据；请换一个空的数据库。")


def own_edition(region: Region, code: str) -> FormEdition:
    """The shipped edition as `code`, with the region's name, so that no page shows that of another place."""
    shipped = FormEdition.objects.filter(code=SHIPPED).latest("version")
    names = {
        f'code = "{SHIPPED}"': f'code = "{code}"',
        shipped.edition.name: f"{region.name}部门整体支出绩效自评表样",
    }
    content = shipped.content
    for theirs, ours in names.items():
        content = content.replace(theirs, ours)
    return load_edition(content)
