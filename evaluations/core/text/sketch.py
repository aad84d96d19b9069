"""Sketches: a few numbers that stand for a text, so that near copies among thousands of texts are found by equal numbers.

Bottom-k: the smallest `SIZE` hashes of all runs of `SHINGLE` characters. Two texts share about the same proportion of their sketches as of
their runs: near copies (≥ 90 %, which the check looks for) share nearly all, unrelated texts none.
White space is ignored.
"""

from hashlib import blake2b
from heapq import nsmallest

SHINGLE = 5
SIZE = 12
LEAST_SHARED = 3


def sketch(text: str, among: str) -> frozenset[int]:
    """The sketch of `text`: at most `SIZE` 63-bit integers, none for a text shorter than a run.

    Only sketches with the same `among` (such as one chapter of one year) can be compared; otherwise the same text gives other numbers.
    """
    folded = "".join(text.split())
    salted = blake2b(among.encode(), digest_size=8)

    def number(run: str) -> int:
        hashed = salted.copy()
        hashed.update(run.encode())
        return int.from_bytes(hashed.digest()) >> 1

    runs = {folded[start : start + SHINGLE] for start in range(len(folded) - SHINGLE + 1)}
    return frozenset(nsmallest(SIZE, map(number, runs)))
