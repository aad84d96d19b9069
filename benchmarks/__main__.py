"""What the hot paths cost here: the median time and the number of queries of each, on a database of its own.

Run by `./run benchmark`. Figures are of this machine; compare them only with figures of the same machine.
"""

import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 30


def main() -> None:
    """Print one line a benchmark: ms (median of 30 runs) and queries."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'benchmark.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ.pop("DEBUG", None)
        import django

        django.setup()
        from django.core.management import call_command

        logging.disable(logging.CRITICAL)
        call_command("migrate", verbosity=0)
        from benchmarks.cases import benchmarks, prepared, weights

        print(f"{'':28}  ms (median of {RUNS})  queries")
        filled_in = prepared()
        for name, work in benchmarks(*filled_in):
            milliseconds, queries = measured(work)
            print(f"{name:28}  {milliseconds:18.1f}  {queries:7}")
        print(f"\n{'':28}  {'HTML, KB':>18}  sent, KB")
        for step, kilobytes, sent in weights(*filled_in):
            print(f"{step:28}  {kilobytes:18.1f}  {sent:8.1f}")


def measured(work: Callable[[], object]) -> tuple[float, int]:
    """The median milliseconds of `work` over 30 runs after two to warm up, and the queries of one run."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work()
    with CaptureQueriesContext(connection) as captured:
        work()
    queries = len(captured)  # counted now: each request that follows empties the log
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), queries


if __name__ == "__main__":
    main()
