"""N-04: a figure of the report equals its cell in the tables.

The edition says which cell a figure repeats (`equals`); the figure is the one to correct.
"""

from collections.abc import Iterator
from dataclasses import replace

from evaluations.core import paths
from evaluations.core.checks.case import Case
from evaluations.core.checks.shared import equal
from evaluations.core.findings.finding import Finding
from evaluations.core.text.sentences import stating

CODE = "N-04"
RELATION = "自评报告中的金额与基础数据表、自评表一致"
NEEDS = ("equals",)


def check(case: Case) -> Iterator[Finding]:
    for figure in case.edition.report.figures:
        if figure.equals:
            for finding in equal(case, CODE, paths.figure(figure.code), figure.equals):
                yield replace(finding, quotes=stating(case.edition, case.document, figure.code))
