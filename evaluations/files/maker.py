"""The process that makes files: pickled values on its standard input, the bytes of a file on its standard output."""

import os
import pickle
from collections.abc import Sequence
from typing import Literal, NamedTuple

from evaluations.core.layouts.grid import Grid
from evaluations.core.layouts.report import Report
from evaluations.files import docx, pdf, xlsx
from evaluations.files.bounds import serve

MEMORY_LIMIT = 1024 * 1024 * 1024
SECONDS_LIMIT = 30


class Order(NamedTuple):
    """What is to be made: one sheet, or the hand-in of the report with its attachments; `author` is the name of the bureau."""

    kind: Literal["xlsx", "docx", "pdf"]
    report: Report | None
    grids: Sequence[Grid]
    author: str


def main() -> None:
    """Make one file after the other."""
    # Typst takes a thread for each core, and each thread sets memory aside: with many cores more than the limit.
    os.environ["RAYON_NUM_THREADS"] = "1"
    serve(_made, memory=MEMORY_LIMIT, seconds=SECONDS_LIMIT)


def _made(given: bytes) -> bytes:
    return made(pickle.loads(given))  # noqa: S301 - from the process that started this one


def made(order: Order) -> bytes:
    """The file; equal orders give equal bytes."""
    if order.report is None:
        return xlsx.sheet(order.grids[0], author=order.author)
    hand_in = docx.hand_in if order.kind == "docx" else pdf.hand_in
    return hand_in(order.report, order.grids, author=order.author)
