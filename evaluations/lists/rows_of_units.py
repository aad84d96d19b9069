"""What lists have in common whose rows belong to a unit: the columns that name it, the faults of these and of years, the lock."""

from evaluations.core.lists.columns import ListColumn
from evaluations.core.lists.comparison import ComparedRow
from evaluations.core.lists.rows import RowFault
from evaluations.units.models import CODE_LIMIT, Region, Unit

UNIT = ListColumn(
    name="unit",
    heading="单位代码",
    help="已有的预算单位。",
    example="101001",
    kind="code",
    limit=CODE_LIMIT,
    is_key=True,
    also_called=("预算单位代码", "代码"),
)
UNIT_NAME = ListColumn(
    name="unit_name",
    heading="单位名称",
    help="只供对照，不读取。",
    example="芦淞区文化馆",
    is_shown=True,
    also_called=("名称",),
)


def no_unit(row: ComparedRow) -> RowFault:
    """The row names no unit of the region that is in use."""
    return row.fault(UNIT, "本地区没有这个代码的在用单位。请核对代码，或者先在预算单位清单里添加这个单位。")


def years_fault(row: ComparedRow, until_year: ListColumn) -> RowFault | None:
    """The fault of a row whose last year is before its first; None if it is not."""
    since, until = row.values["since_year"], row.values["until_year"]
    if since and until and until < since:
        return row.fault(until_year, f"早于起始年度 {since}，请核对这两个年度。")
    return None


def lock_units(region: Region) -> None:
    """Let nobody change the rows of the region's units until the transaction ends."""
    list(Unit.objects.select_for_update().filter(region=region).order_by("pk").values_list("pk"))
