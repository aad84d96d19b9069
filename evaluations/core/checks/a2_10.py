"""A2-10: what the form requires is filled in.

Required are the edition's `required.cells`, every column that its `required` lines (the totals) have, and a name on each named row. 0 counts as filled in.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.checks.case import Case
from evaluations.core.content.lines import entries
from evaluations.core.findings.finding import Finding, error
from evaluations.core.form.document import COLUMNS

CODE = "A2-10"
RELATION = "必填项：人员情况、合计行、厉行节约保障措施、填表人、联系电话等"
NEEDS = ()


def check(case: Case) -> Iterator[Finding]:
    for path in case.edition.required.cells:
        if paths.value_at(case.document, path) in (None, ""):
            yield error(
                CODE, where=path, message="必填项未填，请填写；没有发生额的填 0，没有内容的如实说明。", missing=True
            )
    for line in case.edition.lines:
        for column in COLUMNS:
            asked = line.required and (line.prior or column != "prior_final")
            if asked and case.document.basic_data.amount(line.item, column) is None:
                where = paths.expenditure(line.item, column)
                yield error(CODE, where=where, message="必填项未填，请填写；没有发生额的填 0。", missing=True)
    for entry in entries(case.edition, case.document):
        if entry.line.kind == "rows" and not entry.row.name:
            yield error(
                CODE, where=entry.path("name"), message="这一行没有名称，请填写名称；多余的行请删除。", missing=True
            )
