"""Runs the named trials, or all: `./run faults [TRIAL…]`. Trials with a full disk need root."""

import argparse
import os
import sys

from tools.faults import crowds, trials
from tools.faults.trials import Outcome, Trial

TRIALS = trials.TRIALS + crowds.TRIALS
_SHOWN = 8


def main() -> None:
    """Print one line per trial, with what was wrong; exit with 1 if anything was."""
    parser = argparse.ArgumentParser(
        prog="./run faults", description="Breaks the running application, and counts what is lost."
    )
    parser.add_argument("trials", nargs="*", metavar="TRIAL", choices=[trial.name for trial in TRIALS] + [[]])
    named = parser.parse_args().trials
    chosen = [trial for trial in TRIALS if not named or trial.name in named]
    print(f"{'':26} acknowledged  slowest answer  back after  wrong", flush=True)
    failed = [trial.name for trial in chosen if not passes(trial)]
    if failed:
        sys.exit(f"FAILED: {', '.join(failed)}")


def passes(trial: Trial) -> bool:
    """Run a trial and print the outcome; return whether it passed."""
    if trial.small and os.geteuid() != 0:
        print(f"{trial.name:26} !!! NOT RUN: only root can make a small disk", flush=True)
        return True
    with trial.on(small=trial.small) as stage:
        outcome = trial.act(stage)
    show(trial, outcome)
    return not outcome.wrong


def show(trial: Trial, outcome: Outcome) -> None:
    """Print one line, and below it the first faults."""
    back = "-" if outcome.back is None else f"{outcome.back:.2f} s"
    print(f"{trial.name:26} {outcome.acknowledged:12}  {outcome.slowest:12.2f} s  {back:>10}  {len(outcome.wrong)}")
    if outcome.words:
        print(f"    {outcome.words}")
    for line in outcome.wrong[:_SHOWN]:
        print(f"    {line}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
