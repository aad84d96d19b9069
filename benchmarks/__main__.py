"""Measures pages and work on a database of its own: the median time and the number of queries.

`./run benchmark`: the hot paths. `./run benchmark wide`: a form of 400 fields and 200 rules. `./run benchmark sizes`: lists among few and among many units, which takes minutes; with `postgresql` behind it,
on that. `./run benchmark likeness`: copied chapters among those of 40,000 units, on PostgreSQL.
`./run benchmark --served`: the served product beside the least that any Django application must do, on one PostgreSQL that keeps what is committed. Compare the figures only with figures from the same machine.
"""

import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

RUNS = 30
MOST_MILLISECONDS, MOST_QUERIES, MOST_GROWTH = 15, 10, 1.3


def main() -> None:
    match sys.argv[1:]:
        case []:
            on_sqlite(hot_paths)
        case ["wide"]:
            on_sqlite(wide)
        case ["sizes"]:
            on_sqlite(sizes)
        case ["sizes", "postgresql"]:
            on_postgresql(sizes)
        case ["likeness"]:
            on_postgresql(likeness)
        case ["--served"]:
            from tools.postgres import DURABLE

            on_postgresql(served, DURABLE)
        case _:
            sys.exit("usage: ./run benchmark [wide | sizes [postgresql] | likeness | --served]")


def on_sqlite(measure: Callable[[], None]) -> None:
    """Measure with an SQLite file that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(f"sqlite:///{Path(folder) / 'benchmark.sqlite3'}")
        measure()


def on_postgresql(measure: Callable[[], None], settings: Mapping[str, str] | None = None) -> None:
    """Measure with a PostgreSQL server that is started for it: never with one that DATABASE_URL names."""
    from tools.postgres import SETTINGS, running_postgresql

    os.environ.pop("DATABASE_URL", None)
    with running_postgresql(settings or SETTINGS) as url:
        prepare(url)
        measure()


def prepare(url: str) -> None:
    """Set Django up on this database and make its tables."""
    os.environ["DATABASE_URL"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.pop("DEBUG", None)
    import django

    django.setup()
    from django.core.management import call_command

    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)


def hot_paths() -> None:
    """Print one line per hot path: ms (median of 30 runs) and queries; and the weight of each step's page."""
    from benchmarks.cases import benchmarks, prepared, weights
    from benchmarks.reading import reading

    print(f"{'':28}  ms (median of {RUNS})  queries")
    filled_in = prepared()
    for name, work in benchmarks(*filled_in):
        milliseconds, queries = measured(work)
        print(f"{name:28}  {milliseconds:18.1f}  {queries:7}")
    print(f"\n{'':28}  {'HTML, KB':>18}  sent, KB")
    for step, kilobytes, sent in weights(*filled_in):
        print(f"{step:28}  {kilobytes:18.1f}  {sent:8.1f}")
    print(f"\n{'handed in':28}  ms (median of {RUNS})  queries")
    for name, work in reading(*filled_in):
        milliseconds, queries = measured(work)
        print(f"{name:28}  {milliseconds:18.1f}  {queries:7}")


def wide() -> None:
    """Print one line for each thing that is done with a wide form."""
    from benchmarks.wide import benchmarks

    print(f"{'':28}  ms (median of {RUNS})  queries")
    for name, work in benchmarks():
        milliseconds, queries = measured(work)
        print(f"{name:28}  {milliseconds:18.1f}  {queries:7}")


def served() -> None:
    """Print one line per work and number of clients: ms and requests a second of the limit and of the product, and the ratios."""
    from benchmarks.served import compared

    print(f"{'':24}clients  limit: ms, req/s     product: ms, req/s   ratio of ms, of req/s   wrong")
    for name, clients, limit, ours in compared():
        told = f"{limit.p50:10.1f} {limit.rate:8.0f}  {ours.p50:14.1f} {ours.rate:8.0f}"
        ratios = f"{ours.p50 / limit.p50:14.1f} {limit.rate / ours.rate:8.1f}"
        print(f"{name:24}{clients:7}{told}{ratios}{limit.wrong + ours.wrong:10}", flush=True)


def sizes() -> None:
    """Print one line per page: ms and queries at each size, and how much slower than among few units it is; what misses the aim is marked."""
    from benchmarks.sizes import grown

    found = {size: {name: measured(work) for name, work in pages.items()} for size, pages in grown()}
    few, *_ = found.values()
    print(f"{'':28}" + "".join(f"{size + ': ms':>18}  queries  ratio  " for size in found))
    for name, (at_first, _) in few.items():
        lines = [against(at_first, *pages[name]) for pages in found.values() if name in pages]
        print(f"{name:28}" + "".join(lines))


def against(at_first: float, milliseconds: float, queries: int) -> str:
    """One measurement beside that among few units."""
    ratio = milliseconds / at_first
    is_missed = milliseconds > MOST_MILLISECONDS or queries > MOST_QUERIES or ratio > MOST_GROWTH
    return f"{milliseconds:18.1f}  {queries:7}  {ratio:5.2f} {'!' if is_missed else ' '}"


def likeness() -> None:
    """Print how many copies are found among the chapters of many units, and what it takes."""
    from benchmarks.cases import prepared
    from benchmarks.likeness import likeness as among_many
    from benchmarks.likeness import show

    show(among_many(prepared()[0]))


def measured(work: Callable[[], object]) -> tuple[float, int]:
    """The median milliseconds of `work` over 30 runs after two warm-up runs, and the number of queries in one run."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work()
    with CaptureQueriesContext(connection) as captured:
        work()
    queries = len(captured)  # counted now, because each further request clears the log
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), queries


if __name__ == "__main__":
    main()
