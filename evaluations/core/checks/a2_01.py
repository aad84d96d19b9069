"""A2-01: no more staff than posts.

Without posts (0 or blank) the control rate has no value, and the check is silent.
"""

from collections.abc import Iterator

from evaluations.core.basics.values import ratio, show_ratio
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning

CODE = "A2-01"
RELATION = "控制率 = 在职人数 ÷ 编制数 ≤ 100%"
NEEDS = ("basic_data.staffing",)


def check(case: Case) -> Iterator[Finding]:
    staffing = case.document.basic_data.staffing
    rate = ratio(staffing.staff_in_post, staffing.authorized_posts)
    if rate is None or rate <= 1:
        return
    yield warning(
        CODE,
        where="basic_data.staffing.staff_in_post",
        found=staffing.staff_in_post,
        expected=f"≤ {staffing.authorized_posts}",
        message=f"在职 {staffing.staff_in_post} 人，编制 {staffing.authorized_posts} 人，控制率 {show_ratio(rate)}，超过 100%，请核对；属实的请说明超编原因。",
    )
