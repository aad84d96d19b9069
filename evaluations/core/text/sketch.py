"""A few numbers that stand for a text, so that near copies among thousands are found by equal numbers.

Bottom-k: of the hashes of all runs of `SHINGLE` characters the smallest `SIZE`. Two texts share about as large a part of their sketches
as of their runs: near copies (the check's business, ≥ 90 %) share nearly all, unrelated texts none.
White space does not count.
"""

from hashlib import blake2b
from heapq import nsmallest

SHINGLE = 5
SIZE = 8
LEAST_SHARED = 3


def sketch(text: str, among: str) -> frozenset[int]:
    """The sketch of `text`: at most `SIZE` whole numbers of 63 bits, none for a text shorter than a run.

    Only sketches with the same `among` (such as one chapter of one year) compare; in another the same text has other numbers.
    """
    folded = "".join(text.split())
    salted = blake2b(among.encode(), digest_size=8)

    def number(run: str) -> int:
        hashed = salted.copy()
        hashed.update(run.encode())
        return int.from_bytes(hashed.digest()) >> 1

    runs = {folded[start : start + SHINGLE] for start in range(len(folded) - SHINGLE + 1)}
    return frozenset(nsmallest(SIZE, map(number, runs)))
