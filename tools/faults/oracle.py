"""Judges what a trial has left behind, from what was sent, acknowledged, answered and stored. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

# Seconds.
SOONEST = 2.0
BACK_WITHIN = 1.0


@dataclass
class Written:
    """A cell in which one writer counts up: the numbers it sent, and those that the server acknowledged."""

    sent: list[int] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """The answer to one request: when it was sent, how long it took (seconds of the same clock), and the status (0: the connection broke)."""

    asked: float
    took: float
    status: int
    retry_after: str = ""


def losses(written: Mapping[str, Written], edits: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """What is wrong with each cell's history: an acknowledged number is missing or occurs twice, nobody sent it, or it is out of order."""
    for path, writer in written.items():
        kept = edits.get(path, ())
        counts = Counter(kept)
        yield from (f"{path}: acknowledged {n} is lost" for n in writer.acknowledged if not counts[n])
        yield from (f"{path}: {n} is stored {times} times" for n, times in counts.items() if times > 1)
        yield from (f"{path}: {n} was never sent" for n in counts.keys() - set(writer.sent))
        if list(kept) != sorted(kept):
            yield f"{path}: stored out of order"


def complaints(answers: Sequence[Answer], broken: float, mended: float) -> Iterator[str]:
    """What is wrong with the answers of a trial whose database was away from `broken` to `mended`."""
    for answer in answers:
        if answer.status not in (200, 503):
            yield f"status {answer.status} at {answer.asked - broken:+.1f} s"
        elif answer.status == 503 and not answer.retry_after:
            yield f"503 without Retry-After at {answer.asked - broken:+.1f} s"
        # A worker's first answers, before anything is broken, are slow anyway.
        if answer.took > SOONEST and answer.asked >= broken:
            yield f"{answer.took:.1f} s for an answer at {answer.asked - broken:+.1f} s"
    back = returned_after(answers, mended)
    if back is None or back > BACK_WITHIN:
        yield f"back {'never' if back is None else f'{back:.1f} s'} after the database"


def returned_after(answers: Sequence[Answer], mended: float) -> float | None:
    """Seconds from `mended` to the first good answer to a request sent after it; None if there was none."""
    good = [one.asked + one.took - mended for one in answers if one.status == 200 and one.asked + one.took >= mended]
    return min(good, default=None)


def crowded(usual: Sequence[Answer], answers: Sequence[Answer], crowd: Sequence[Answer]) -> Iterator[str]:
    """What was wrong during a crowd: the page took more than twice as long as usual (at the median) or failed, or somebody got no good answer."""
    if not answers or median(one.took for one in answers) > 2 * median(one.took for one in usual):
        yield "the page takes more than twice as long as usual"
    for answer in answers:
        if answer.status != 200:
            yield f"the page: status {answer.status} after {answer.took:.1f} s"
    for answer in crowd:
        if answer.status not in (200, 302) and not (answer.status == 503 and answer.retry_after):
            yield f"the crowd: status {answer.status} after {answer.took:.1f} s"
