"""N-12: a chapter on a source of money reads 「无」 exactly if there is no such money.

The edition says which source a chapter is about (`only_with`). 「无」 may have a full stop; a longer sentence is not 「无」.
A blank chapter is not judged.
"""

from collections.abc import Iterator

from evaluations.core import paths
from evaluations.core.basics.values import same_text, show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning

CODE = "N-12"
RELATION = "没有政府性基金拨款的，第三章填“无。”；有的，说明支出情况"
NEEDS = ("only_with",)
QUOTED = 20


def check(case: Case) -> Iterator[Finding]:
    sources = {line.item: line for line in case.edition.attachment3.by_revenue.lines}
    for chapter in case.edition.report.chapters:
        text = case.document.report.chapter(chapter.number)
        if not text or chapter.only_with not in sources:
            continue
        amount = case.document.self_assessment.by_revenue.get(chapter.only_with)
        none = same_text(text, case.edition.report.none)
        if none != bool(amount):
            continue
        name = sources[chapter.only_with].name
        if none:
            message = f"本章填“{case.edition.report.none}”，而{name}为 {show_amount(amount)} 万元，请写明支出情况，或核对{name}。"
        else:
            message = f"没有填{name}，本章应填“{case.edition.report.none}”，请改正，或补填{name}；属实的请说明原因。"
        yield warning(
            CODE,
            where=paths.chapter(chapter.number),
            expected="" if none else case.edition.report.none,
            message=message,
            quotes=(text.split("\n")[0][:QUOTED],),
        )
