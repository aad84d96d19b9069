"""An edition's samples (样例): filled-in documents, and what is wrong with them. Asked only when an edition is loaded and nothing else is wrong with it."""

import re
from collections.abc import Iterator, Mapping

from evaluations.core import checks
from evaluations.core.basics.values import ROW_LIMIT
from evaluations.core.checks.case import Case
from evaluations.core.content.cells import cells, fill
from evaluations.core.content.grown import grown, row_paths
from evaluations.core.editions.rules import BrokenRule
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.stated import Sample
from evaluations.core.paths import Names

MOST_SAMPLES = 20
_IN_A_ROW = re.compile(r"(.+)\.([1-9][0-9]{0,3})\.([a-z_][a-z0-9_]*)")


def sample_document(edition: Edition, sample: Sample) -> tuple[Document, Mapping[str, str]]:
    """The document that a sample fills in, of nobody's; and what is wrong with its cells, by their keys in the sample."""
    rows: dict[str, int] = {}
    placed = {key: _IN_A_ROW.fullmatch(key) for key in sample.cells}
    for match in filter(None, placed.values()):
        rows[match[1]] = min(max(rows.get(match[1], 0), int(match[2])), ROW_LIMIT)
    listed = row_paths(edition, rows)
    paths = {key: _path(key, match, listed) for key, match in placed.items()}
    blank = grown(edition, sample.year, rows)
    known = cells(edition, blank)
    filled, unreadable = fill(edition, blank, {path: sample.cells[key] for key, path in paths.items()})
    wrong = {key: unreadable.get(path, "" if path in known else f"没有单元格 {key}。") for key, path in paths.items()}
    return filled, {key: message for key, message in wrong.items() if message}


def _path(key: str, match: re.Match[str] | None, listed: Mapping[str, list[str]]) -> str:
    """The path in the document; indicators are numbered there through all categories."""
    if match is None or int(match[2]) > len(listed[match[1]]):
        return key
    return f"{listed[match[1]][int(match[2]) - 1]}.{match[3]}"


def problems_of_samples(edition: Edition) -> Iterator[BrokenRule]:
    """Every mistake in the edition's samples; where a sample's cells are right, whether the checks say of them what it says."""
    if len(edition.samples) > MOST_SAMPLES:
        yield BrokenRule(("samples",), f"共 {len(edition.samples)} 个样例，最多 {MOST_SAMPLES} 个。")
        return
    for number, sample in enumerate(edition.samples):
        document, wrong = sample_document(edition, sample)
        yield from (BrokenRule(("samples", number, "cells", key), message) for key, message in wrong.items())
        if not wrong:
            yield from (
                BrokenRule(("samples", number, "findings"), words) for words in _unlike(edition, sample, document)
            )


def _unlike(edition: Edition, sample: Sample, document: Document) -> Iterator[str]:
    found = {finding.code: finding for finding in reversed(checks.run(Case(edition, document)))}
    stated, names = set(sample.findings), Names(edition, document)
    if missing := sorted(stated - found.keys()):
        yield f"样例“{sample.name}”写明的 {'、'.join(missing)} 没有提出问题，请核对规则和样例的数。"
    for code in sorted(found.keys() - stated):
        told = f"{code}（{names.of(found[code].where)}：{found[code].message}）"
        yield f"样例“{sample.name}”另外提出了 {told}，请核对规则，或者写进样例应有的结果。"
