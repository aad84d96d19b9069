"""Changes the program in one place at a time, and counts which changes no test notices: `./run mutate [--sample N] [MODULE…]`.

Modules and folders are given as paths; by default, those whose faults cost most are tried. The tests are those of the folder that mirrors the
module's, without the slow ones. mutants.toml lists changes without visible effect, with reasons. This is our own code, because existing tools
start a process for each mutant, which takes ten seconds here, or skip decorated functions and everything outside functions.
"""

import argparse
import random
import sys
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

from tools.mutate.mutants import Mutant, mutants
from tools.mutate.session import ROOT, survives_loaded, survivors_inside

EXPLAINED = Path(__file__).with_name("mutants.toml")
COSTLY = (
    *(
        "core/findings/sums",
        "core/content/totals",
        "core/scores/scoring",
        "core/scores/suggested",
        "core/content/rows",
        "filling/saving/merge",
    ),
    *("access/evaluations", "access/rights", "workflow/guards", "workflow/transitions"),
)
LEAST_NOTICED = 95  # percent, including explained ones


def main() -> None:
    """Print one line per module, and each unexplained survivor; exit with 1 if too few are noticed."""
    parser = argparse.ArgumentParser(
        prog="./run mutate", description="Counts which changes of the program no test notices."
    )
    parser.add_argument("--sample", type=int, metavar="N", help="only N of each module's changes, the same every time")
    parser.add_argument("modules", nargs="*", metavar="MODULE", type=Path)
    asked = parser.parse_args()
    noticed = [
        figure
        for folder, files in groupby(files_of(asked.modules), tests_of)
        for figure in figures(folder, list(files), asked.sample)
    ]
    if any(share < LEAST_NOTICED for share in noticed):
        sys.exit(f"FAILED: under {LEAST_NOTICED} % noticed or explained")


def files_of(asked: Sequence[Path]) -> list[Path]:
    """The requested modules, in the order of their folders; migrations, which have run on somebody's data, only when named."""
    chosen = [path.resolve() for path in asked] or [ROOT / "evaluations" / f"{name}.py" for name in COSTLY]
    found = {file for path in chosen for file in (path.rglob("*.py") if path.is_dir() else [path])}
    return sorted(file for file in found if file.parent.name != "migrations")


def tests_of(file: Path) -> Path:
    """The test folder that mirrors the module's folder, or the nearest one above."""
    inside = file.relative_to(ROOT).parent
    folder = ROOT / "tests" / inside.relative_to("evaluations" if inside.parts[0] == "evaluations" else ".")
    return next(one for one in (folder, *folder.parents) if one.is_dir())


def figures(folder: Path, files: Sequence[Path], sample: int | None) -> Iterable[float]:
    """Run the mutants of these modules; print and yield for each module the percentage noticed or explained."""
    chosen = {file: sampled(mutants(file), sample) for file in files}
    survivors = run(str(folder.relative_to(ROOT)), [mutant for each in chosen.values() for mutant in each])
    for file, each in chosen.items():
        if each:
            yield show(file.relative_to(ROOT), each, [mutant for mutant in survivors if mutant.module == str(file)])


def sampled(all_of_them: Sequence[Mutant], sample: int | None) -> Sequence[Mutant]:
    few = sample is not None and sample < len(all_of_them)
    return random.Random(0).sample(all_of_them, sample or 0) if few else all_of_them  # noqa: S311


def run(folder: str, chosen: Sequence[Mutant]) -> list[Mutant]:
    """The mutants that no test of the folder notices; each process loads the program afresh."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as fresh:
        inside = fresh.submit(survivors_inside, folder, [mutant for mutant in chosen if mutant.function])
        outside = {m: fresh.submit(survives_loaded, folder, m) for m in chosen if not m.function}
        return [*inside.result(), *(mutant for mutant, survives in outside.items() if survives.result())]


def show(module: Path, chosen: Sequence[Mutant], survivors: Sequence[Mutant]) -> float:
    known = {(one["module"], one["source"], one["change"]) for one in tomllib.loads(EXPLAINED.read_text())["explained"]}
    new = [mutant for mutant in survivors if (str(module), mutant.source, mutant.change) not in known]
    killed, explained = len(chosen) - len(survivors), len(survivors) - len(new)
    share = 100 * (killed + explained) / len(chosen)
    print(
        f"{module}: {len(chosen)} changes, {killed} noticed, {explained} explained, {len(new)} survive ({share:.0f} %)",
        flush=True,
    )
    for mutant in new:
        print(f"    {mutant.lines[-1]}: {mutant.change:24} in  {mutant.source}", flush=True)
    return share


if __name__ == "__main__":
    main()
