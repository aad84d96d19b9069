"""`./run` on machines that lack something: one clear line, never a traceback."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.db import connection

from tools.page_pictures import answering

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120  # seconds: a server that starts on a busy machine
TOOLS = ["sh", "tee", "dirname", "cat", "cksum", "mkdir", "rm", "sed", "find"]


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A checkout that was never set up, and beside it a PATH that holds the shell's own tools only."""
    checkout, programs = tmp_path / "checkout", tmp_path / "bin"
    checkout.mkdir()
    programs.mkdir()
    for name in ("run", "pyproject.toml", "uv.lock", "package.json", "package-lock.json", "manage.py"):
        shutil.copy(ROOT / name, checkout)
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (programs / name).symlink_to(found)
    return checkout


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(checkout.parent / "bin"), "HOME": str(checkout.parent)}
    return subprocess.run(
        [str(checkout / "run"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def provide(checkout: Path, name: str, script: str) -> None:
    program = checkout.parent / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_without_python_one_line_names_it(bare_machine: Path) -> None:
    result = run(bare_machine, "setup")
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "缺少 python3（3.9 或更高版本）：请先安装，例如 apt-get install python3 python3-venv。"
    ]


def test_a_python_that_is_only_a_broken_shim_is_no_python(bare_machine: Path) -> None:
    provide(bare_machine, "python3", "echo 'pyenv: python3: command not found' >&2; exit 127")
    assert run(bare_machine, "setup").stderr.startswith("缺少 python3")


def test_without_venv_one_line_names_it(bare_machine: Path) -> None:
    provide(bare_machine, "python3", 'case "$*" in *ensurepip*) exit 1 ;; *sys.executable*) echo python3 ;; esac')
    result = run(bare_machine, "setup")
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == "缺少 Python 的 venv 模块：请先安装，例如 apt-get install python3-venv。"


def test_without_a_new_enough_python_one_line_names_it(bare_machine: Path) -> None:
    provide(bare_machine, "uv", '[ "$1" = --version ]')
    result = run(bare_machine, "setup")
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("缺少 Python 3.12 或更高版本")


def test_without_the_network_one_line_says_so(bare_machine: Path) -> None:
    provide(bare_machine, "uv", '[ "$1" = --version ]')
    provide(bare_machine, "python3", 'case "$*" in *sys.executable*) echo python3 ;; esac')
    result = run(bare_machine, "setup")
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == "无法安装 Python 依赖：请检查网络后重试。"


def test_a_failed_set_up_is_tried_again(bare_machine: Path) -> None:
    run(bare_machine, "setup")
    assert not list((bare_machine / "var").glob("set-up-*"))


def served(**environment: str) -> subprocess.CompletedProcess[str]:
    python = ROOT / ".venv" / "bin" / "python"
    return subprocess.run(
        [str(python), "-m", "tools.serve"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "sqlite:///:memory:", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


@pytest.fixture
def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use_is_named(taken_port: int) -> None:
    result = served(PORT=str(taken_port))
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert f"端口 {taken_port} 已被占用" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("HOST", "no such host"), ("DEBUG", "maybe"), ("DATABASE_URL", "oracle://x")]
)
def test_a_bad_variable_is_named_in_one_line(name: str, value: str, free_port: str) -> None:
    result = served(**{"PORT": free_port, name: value})
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert f"环境变量 {name} 的值" in result.stderr


def test_a_command_in_another_folder_takes_its_own_paths(tmp_path: Path) -> None:
    result = subprocess.run(
        [str(ROOT / "run"), "shell", "--no-imports", "-c", "import os; print(os.getcwd())"],
        cwd=tmp_path,
        env={**os.environ, "DATABASE_URL": "sqlite:///:memory:"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert result.stdout.strip().splitlines()[-1] == str(tmp_path)


@pytest.fixture
def empty_database(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    name = f"empty_{connection.settings_dict['NAME']}"  # one for each process that runs tests
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(database: str, log: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """Begin to serve, on a port that nobody asks for."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = {**os.environ, "DATABASE_URL": database, "PORT": port, **more}
    with log.open("w") as errors:
        return subprocess.Popen(
            [str(ROOT / ".venv" / "bin" / "python"), "-m", "tools.serve", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )


def test_two_that_start_on_one_empty_database_wait_for_each_other(empty_database: str, tmp_path: Path) -> None:
    logs = [tmp_path / "first", tmp_path / "second"]
    servers = [start(empty_database, log) for log in logs]
    try:
        assert [server.stdout.readline()[:5] for server in servers if server.stdout] == ["绩效自评："] * 2
    finally:
        for server in servers:
            server.terminate()
            server.communicate(timeout=PATIENCE)
    assert not [log.read_text() for log in logs if "Traceback" in log.read_text()]


def test_a_named_database_that_is_empty_is_not_filled_and_init_makes_it_ready(
    empty_database: str, tmp_path: Path
) -> None:
    server = start(empty_database, tmp_path / "log")
    try:
        assert server.stdout
        server.stdout.readline()
        assert server.stdout.readline() == "数据库是空的：请先运行 ./run init 做初始设置。\n"
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)
    answers = {
        "INIT_USE": "bureau",
        "INIT_REGION_CODE": "990101",
        "INIT_REGION_NAME": "白石区",
        "INIT_ADMINISTRATOR": "xitong:王系统",
        "INIT_AUDITOR": "shenji:李审计",
        "INIT_MANAGER": "jixiao:赵绩效",
    }
    made = subprocess.run(
        [str(ROOT / ".venv" / "bin" / "python"), "-m", "tools.init"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": empty_database, **answers, "PORT": "8010"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert "http://127.0.0.1:8010/activate/" in made.stdout


@pytest.mark.any_database
def test_http_2_that_nobody_agreed_on_is_not_spoken(empty_database: str, tmp_path: Path) -> None:
    server = start(empty_database, tmp_path / "log")
    try:
        assert server.stdout
        address = answering(server.stdout.readline().partition("：")[2].partition("（")[0], PATIENCE)
        said = urlsplit(address)
        with socket.create_connection((said.hostname or "", said.port or 0), timeout=PATIENCE) as line:
            line.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
            with suppress(ConnectionResetError):
                assert line.recv(9) in (b"", b"HTTP/1.1 ")
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)


@pytest.mark.any_database
def test_who_works_on_the_code_is_served_styles_and_errors_in_full_on_this_machine_alone(
    empty_database: str, tmp_path: Path
) -> None:
    server = start(empty_database, tmp_path / "log", "dev", HOST="0.0.0.0")  # noqa: S104 - what is refused
    try:
        assert server.stdout
        address = answering(server.stdout.readline().partition("：")[2].partition("（")[0], PATIENCE)
        assert urlsplit(address).hostname == "127.0.0.1"
        with urlopen(f"{address}/static/css/app.css", timeout=PATIENCE) as style:  # noqa: S310 - our own address
            assert style.read() == (ROOT / "static" / "css" / "app.css").read_bytes()
        with pytest.raises(HTTPError) as missing:
            urlopen(f"{address}/no-such/", timeout=PATIENCE)  # noqa: S310 - our own address
        assert b"DEBUG = True" in missing.value.read()
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)
