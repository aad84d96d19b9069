"""A process that does what it is told, so that it can be told to misbehave."""

import os
import sys
import time

from evaluations.files.bounds import serve


def main() -> None:
    """Say what each expression of the standard input gives."""
    known = {"os": os, "sys": sys, "time": time}
    serve(lambda told: repr(eval(told, known)).encode(), memory=256 * 1024 * 1024, seconds=1)  # noqa: S307 - a test's
