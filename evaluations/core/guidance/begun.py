"""Which rows have been begun, and so which blanks are reported: nobody is told of a row they have not touched yet. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from evaluations.core import paths
from evaluations.core.content import totals
from evaluations.core.content.cells import Cell, cells
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.guidance import prefill

_ROW_NUMBER = re.compile(r"\.\d+(?=\.)")


class Begun:
    """The cells that somebody filled in: those with a text, except texts copied from last year and cells that follow other cells."""

    def __init__(
        self, edition: Edition, document: Document, last_year: Document | None, listed: Mapping[str, Cell] | None = None
    ) -> None:
        self._edition, self._document, self._last_year = edition, document, last_year
        self._listed = cells(edition, document) if listed is None else listed

    @cached_property
    def typed(self) -> frozenset[str]:
        """The paths of these cells."""
        taken_over = _taken_over(_Same(self._edition), _Same(self._last_year)) if self._last_year else frozenset()
        follow = totals.computed(self._edition, self._document) | set(self._equal_figures())
        return frozenset(
            path
            for path, cell in self._listed.items()
            if cell.text and path not in follow and (_wherever(path), cell.text) not in taken_over
        )

    def waiting(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that only report something missing where nothing has been begun; they can wait until submission."""
        return [finding for finding in findings if finding.missing and not self._is_begun(finding.where)]

    def _is_begun(self, where: str) -> bool:
        return _row(where) in self._rows and not self._fills_itself(where)

    @cached_property
    def _rows(self) -> Collection[str]:
        return {_row(path) for path in self.typed}

    def _fills_itself(self, where: str) -> bool:
        """Whether the cell is in a total, one of whose parts has been begun."""
        line = self._edition.line.get(where.split(".")[2]) if where.startswith("basic_data.expenditure.") else None
        return line is not None and line.kind == "total" and any(map(self._is_line_begun, line.parts))

    def _is_line_begun(self, item: str) -> bool:
        row = paths.expenditure(item, "")
        return any(f"{begun}.".startswith(row) for begun in self._rows) or any(
            map(self._is_line_begun, self._edition.line[item].parts)
        )

    def _equal_figures(self) -> Iterator[str]:
        """The report's figures that equal their cell in the tables."""
        for figure in self._edition.report.figures:
            stated = self._document.report.figures.get(figure.code)
            if figure.equals and stated is not None and stated == paths.value_at(self._document, figure.equals):
                yield paths.figure(figure.code)


class _Same:
    """Wraps an object so that it is compared by identity."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)


@lru_cache(maxsize=64)
def _taken_over(edition: _Same, last_year: _Same) -> frozenset[tuple[str, str]]:
    """(path, text) of the cells copied from last year; without row numbers, since rows may have moved.

    Cached, because every save asks about the same document of last year.
    """
    parts = {
        name: Document.model_fields[name].default for name in ("basic_data", "self_assessment", "further", "report")
    }
    start = prefill.starting(edition.thing, last_year.thing.model_copy(update=parts), last_year.thing)
    listed = cells(edition.thing, start, parts)
    return frozenset((_wherever(path), cell.text) for path, cell in listed.items() if cell.text)


def _row(path: str) -> str:
    """The row of a cell: its path without the last name."""
    return path.rpartition(".")[0]


@lru_cache(maxsize=8192)
def _wherever(path: str) -> str:
    return _ROW_NUMBER.sub("", path)
