"""The daily maintenance: clears what nobody needs, seals what was written, and verifies and anchors the log."""

import sys
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts import upkeep
from accounts.audit import record
from accounts.audit.once import sum_up
from accounts.audit.operators import account
from accounts.models import Maintenance
from evaluations.access.leaving import free_lapsed_units
from evaluations.auditing.reading import read_log
from evaluations.auditing.verification import verify
from evaluations.records import seals

# Maintenance that has not ended within this time was interrupted.
_LASTS_AT_MOST = timedelta(hours=1)

# What is cleared, by its name for people; another app's table gets its entry here.
CLEARED: Mapping[str, Callable[[], int]] = {
    "已结束的登录会话": upkeep.clear_sessions,
    "中断的上传文件": upkeep.clear_uploads,
    "审核员任职到期的分工": free_lapsed_units,
}


class Failed(Exception):
    """The maintenance was done and found the log broken; the text says how."""


def maintain() -> list[str]:
    """Do all of it; return what was done, in simplified Chinese.

    Raises:
        Failed: an append-only row was changed or is missing.
    """
    cleared = {name: clear() for name, clear in CLEARED.items()}
    sum_up()
    reading = read_log()
    sealed = seals.seal_the_rest(reading.last_sealed)
    record("maintenance", detail={"cleared": cleared, "evaluations": sealed, "account": account()})
    report = verify(begun=reading)
    if report.faults:
        raise Failed("\n".join(report.faults))
    counts = [f"{name} {count} 项" for name, count in cleared.items()]
    return [f"清理：{'、'.join(counts)}。", f"封存：{sealed} 份自评有新的记录。", *report.lines]


def maintain_once_a_day() -> list[str] | None:
    """`maintain`, unless another node or worker is doing it or has done it today; then None. `Maintenance` records how it ended.

    Raises:
        Failed: see `maintain`; any other error is recorded and raised, too.
    """
    claimed = _claim()
    if claimed is None:
        return None
    done: list[str] = []
    try:
        done = maintain()
    finally:
        _end(claimed, done, sys.exception())
    return done


def _claim() -> Maintenance | None:
    now = timezone.now()
    day = timezone.localdate()
    made, is_mine = Maintenance.objects.get_or_create(day=day, defaults={"started_at": now})
    if is_mine:
        return made
    stopped = Q(finished_at__isnull=True, started_at__lt=now - _LASTS_AT_MOST)
    taken_over = Maintenance.objects.filter(stopped, pk=made.pk).update(started_at=now)
    return made if taken_over else None


def _end(claimed: Maintenance, done: list[str], fault: BaseException | None) -> None:
    outcome = "\n".join(done) if fault is None else str(fault) or type(fault).__name__
    ended = {"finished_at": timezone.now(), "has_failed": fault is not None, "outcome": outcome}
    Maintenance.objects.filter(pk=claimed.pk).update(**ended)
