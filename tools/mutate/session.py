"""Runs a folder's tests in a separate process: for each mutant, the tests that reach it, fastest first, until one fails.

A mutant inside a function is patched into the loaded program, in a fork of the process that has run all tests once; a mutant outside functions
needs a freshly loaded program.
"""

import gc
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import _lru_cache_wrapper
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest
from django.db import connections

from tools.mutate.mutants import Mutant, compiled

ROOT = Path(__file__).resolve().parent.parent.parent
LOG = ROOT / "var" / "mutate.log"
# A separate folder, because each run of pytest clears what older ones left.
OPTIONS = ["-q", "-p", "no:cacheprovider", "-m", "not browser and not slow", f"--basetemp={LOG.with_suffix('')}"]
_TOOL = sys.monitoring.COVERAGE_ID
_LINE = sys.monitoring.events.LINE
_SHORTEST, _TIMES = 10, 5  # a mutant's tests may take this many seconds, plus this many times their usual duration


class TestsFail(Exception):
    """The tests fail even without a mutant; the log says how."""


def survivors_inside(folder: str, mutants: Sequence[Mutant]) -> list[Mutant]:
    """The mutants inside functions that no test of the folder notices.

    Raises:
        TestsFail: the tests fail even without a mutant.
    """
    trial = _Trial(mutants)
    if _tests(folder, plugins=[trial]) != pytest.ExitCode.OK:
        raise TestsFail(f"{folder} fails as it is: see {LOG.relative_to(ROOT)}")
    return trial.survivors


def survives_loaded(folder: str, mutant: Mutant) -> bool:
    """Whether the folder's tests pass if the program is loaded with this mutant."""
    sys.meta_path.insert(0, _Loading(mutant))
    return _tests(folder, "-x") == pytest.ExitCode.OK


def _tests(folder: str, *options: str, plugins: Sequence[object] = ()) -> int:
    log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    return pytest.main([*OPTIONS, *options, folder], plugins=plugins)


class _Trial:
    """pytest's plugin: runs all tests once, then for each mutant the tests that reach it."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        self.mutants = mutants
        self.survivors: list[Mutant] = []
        self._reached: set[tuple[str, int]] = set()
        self._tests: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
        self._seconds: dict[pytest.Item, float] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        with self._watched():
            for item in session.items:
                self._run_watched(item)
                if session.testsfailed:
                    return True
        connections.close_all()
        self.survivors = [mutant for mutant in self.mutants if self._is_missed(session, mutant)]
        return True

    def _watched(self) -> "_Watched":
        return _Watched({mutant.module for mutant in self.mutants}, self._reached)

    def _run_watched(self, item: pytest.Item) -> None:
        self._reached.clear()
        sys.monitoring.restart_events()
        _forget({mutant.module for mutant in self.mutants})
        began = time.monotonic()
        _run(item)
        self._seconds[item] = time.monotonic() - began
        for line in self._reached:
            self._tests[line].append(item)

    def _is_missed(self, session: pytest.Session, mutant: Mutant) -> bool:
        reaching = {item for line in mutant.lines for item in self._tests[mutant.module, line]}
        items = sorted(reaching, key=self._seconds.__getitem__)
        code = next(code for code in _nested(compiled(mutant)) if code.co_qualname == mutant.function)
        functions = [one for one in _functions({mutant.module}) if one.__code__.co_qualname == mutant.function]
        _forget({mutant.module})
        child = os.fork()
        if child == 0:
            signal.alarm(int(_SHORTEST + _TIMES * sum(map(self._seconds.__getitem__, items))))
            for function in functions:
                function.__code__ = code
            for item in items:
                _run(item)
                if session.testsfailed:
                    os._exit(1)
            os._exit(0)
        return os.waitpid(child, 0)[1] == 0


def _run(item: pytest.Item) -> None:
    """Run a test alone; only session-wide fixtures are kept."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=item.session)


class _Watched:
    """During the block, collects in `reached` the executed lines of these modules' functions."""

    def __init__(self, modules: set[str], reached: set[tuple[str, int]]) -> None:
        self._modules, self._reached = modules, reached

    def __enter__(self) -> None:
        for module in self._modules:  # some are only loaded by the first request
            import_module(_name(module))
        sys.monitoring.use_tool_id(_TOOL, "mutate")
        sys.monitoring.register_callback(_TOOL, _LINE, self._note)
        for function in _functions(self._modules):
            for code in _nested(function.__code__):
                sys.monitoring.set_local_events(_TOOL, code, _LINE)

    def __exit__(self, *_: object) -> None:
        sys.monitoring.free_tool_id(_TOOL)

    def _note(self, code: CodeType, line: int) -> object:
        self._reached.add((code.co_filename, line))
        return sys.monitoring.DISABLE


# These compare types, because `isinstance` would trigger lazy objects.


def _functions(modules: set[str]) -> list[FunctionType]:
    return [one for one in gc.get_objects() if type(one) is FunctionType and one.__code__.co_filename in modules]


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)


def _forget(modules: set[str]) -> None:
    """Clear the caches of the modules' functions."""
    for one in gc.get_objects():
        if type(one) is _lru_cache_wrapper:
            kept = one.__wrapped__
            if isinstance(kept, FunctionType) and kept.__code__.co_filename in modules:
                one.cache_clear()


def _name(module: str) -> str:
    return ".".join(Path(module).relative_to(ROOT).with_suffix("").parts)


class _Loading(SourceFileLoader):
    """Finds and loads the one module with the mutant in it."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(_name(mutant.module), mutant.module)
        self._mutant = mutant

    def find_spec(self, name: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:
        return spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> CodeType | None:
        return compiled(self._mutant)
