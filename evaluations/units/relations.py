"""What the database refuses of regions and units: circles, and a section or a department of another region."""

from collections.abc import Callable, Mapping

from evaluations.common.relations import Relation

PARENT_CIRCLE = "上级地区不能是它自己，也不能是它的下级地区。"
DEPARTMENT_CIRCLE = "主管部门不能是它自己，也不能是它的下属单位。"
OTHER_REGION = "归口股室和主管部门必须是本地区的。"

_CIRCLE = """
WITH RECURSIVE above(id) AS (
SELECT NEW.{column} UNION SELECT next.{column} FROM {table} AS next JOIN above ON next.id = above.id
) SELECT 1 FROM above WHERE above.id = NEW.id
"""
_UNITS: Mapping[str, str] = {"units_unit": "until_year"}
_REGION_LOCK = "IF NEW.department_id IS NOT NULL THEN PERFORM 1 FROM units_region WHERE id = NEW.region_id FOR NO KEY UPDATE; END IF;"

RELATIONS = (
    Relation(
        "region_not_in_circle",
        "units_region",
        _CIRCLE.format(table="units_region", column="parent_id"),
        PARENT_CIRCLE,
        {"units_region": "parent_id"},
        "IF NEW.parent_id IS NOT NULL THEN PERFORM pg_advisory_xact_lock(hashtext('units_region')); END IF;",
    ),
    Relation(
        "unit_not_in_circle",
        "units_unit",
        _CIRCLE.format(table="units_unit", column="department_id"),
        DEPARTMENT_CIRCLE,
        _UNITS,
        _REGION_LOCK,
    ),
    Relation(
        "unit_within_region",
        "units_unit",
        """
        SELECT 1 FROM units_unit AS department WHERE department.id = NEW.department_id AND department.region_id <> NEW.region_id
        UNION ALL SELECT 1 FROM units_section AS own WHERE own.id = NEW.section_id AND own.region_id <> NEW.region_id
        """,
        OTHER_REGION,
        {**_UNITS, "units_section": "name"},
    ),
)


def is_circle(start: int, above: int | None, next_above: Callable[[int], int | None]) -> bool:
    """Whether `start`, with `above` above it, comes to stand above itself."""
    seen = set[int]()
    while above is not None and above not in seen:
        if above == start:
            return True
        seen.add(above)
        above = next_above(above)
    return False
