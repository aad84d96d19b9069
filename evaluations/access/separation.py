"""Nobody reviews a unit to which they belong: the database refuses it, whether the assignment or the membership comes second."""

from evaluations.common.relations import Relation

OWN_UNIT = "审核员不能审核自己所在单位的自评：请先给这个单位换一名审核员。"

_NEEDS = {"accounts_membership": "until", "access_assignment": "reviewer_id"}

RELATIONS = (
    Relation(
        "assignment_not_to_own_unit",
        "access_assignment",
        """
        SELECT 1 FROM accounts_membership AS member WHERE member.user_id = NEW.reviewer_id
        AND member.unit_id = NEW.unit_id AND (member.until IS NULL OR member.until >= CURRENT_DATE)
        """,
        OWN_UNIT,
        _NEEDS,
    ),
    Relation(
        "membership_not_in_reviewed_unit",
        "accounts_membership",
        """
        SELECT 1 FROM access_assignment AS given WHERE given.reviewer_id = NEW.user_id
        AND given.unit_id = NEW.unit_id AND (NEW.until IS NULL OR NEW.until >= CURRENT_DATE)
        """,
        OWN_UNIT,
        _NEEDS,
    ),
)
