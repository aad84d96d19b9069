"""The maintenance of each day: what nobody needs is cleared, what was written is sealed, all of it is proved and anchored."""

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
from evaluations.auditing.reading import read_log
from evaluations.auditing.verification import verify
from evaluations.records import seals

# Whoever began and did not end within this time was stopped.
_LASTS_AT_MOST = timedelta(hours=1)

# What is cleared, with its name for people: another room's table gets its line here.
CLEARED: Mapping[str, Callable[[], int]] = {
    "已结束的登录会话": upkeep.clear_sessions,
    "中断的上传文件": upkeep.clear_uploads,
}


class Failed(Exception):
    """The maintenance was done, and found the log broken; the text says how."""


def maintain() -> list[str]:
    """Do all of it; gives what was done, in simplified Chinese.

    Raises:
        Failed: something that is written once was changed or is missing.
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
    """`maintain`, unless another node or worker does or did it today; None then. How it ended stands in `Maintenance`.

    Raises:
        Failed: as `maintain`; whatever else goes wrong is noted and raised too.
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
