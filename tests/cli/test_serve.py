"""`mutugraph serve`, as a user starts and stops it: what it refuses, prints and answers."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest

from mutugraph.cli.listening import kept_port
from mutugraph.errors import PortTaken
from mutugraph.workspace import FOLDERS, Workspace

Program = Callable[..., Any]
COMMAND = str(Path(sys.executable).parent / "mutugraph")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "99999"], "0 … 65535"),
        (["--port", "http"], "0 … 65535"),
        (["--workers", "0"], "1 … 64"),
        (["--host", "192.0.2.1"], "ne peut pas écouter"),  # an address of documentation (RFC 5737)
    ],
)
def test_serve_refuses_where_it_may_not_listen(
    program: Program, arguments: list[str], said: str
) -> None:
    shown = program("serve", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert said in shown.err


def test_serve_says_that_its_port_is_taken(program: Program) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        shown = program("serve", "--port", str(port))
    assert (shown.code, shown.out) == (2, "")
    assert f"Le port {port}" in shown.err


@pytest.mark.parametrize("workers", [1, 2])
def test_serve_tells_its_address_once_a_request_is_answered(store: Path, workers: int) -> None:
    command = [COMMAND, "serve", "--port", "0", "--workers", str(workers)]
    with served(command, store) as address:
        # at once, and by whichever process: none is refused
        for _ in range(20):
            with urllib.request.urlopen(f"{address}sante", timeout=20) as reply:
                assert reply.status == 200


def test_a_port_is_kept_while_a_server_starts() -> None:
    with kept_port("127.0.0.1", 0) as port:
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
        with pytest.raises(PortTaken), kept_port("127.0.0.1", port):
            pass
    with kept_port("127.0.0.1", port) as again:
        assert again == port


def test_a_server_that_nobody_listens_to_serves(store: Path, tmp_path: Path) -> None:
    with kept_port("127.0.0.1", 0) as port:
        pass
    command = [COMMAND, "serve", "--port", str(port), "--workers", "1"]
    told = tmp_path / "told"
    reader, writer = os.pipe()
    os.close(reader)
    with told.open("w") as stderr:
        server = subprocess.Popen(command, stdout=writer, stderr=stderr, env=_at(store))
    os.close(writer)
    try:
        assert json.loads(fetched(f"http://127.0.0.1:{port}/sante"))
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
    finally:
        server.kill()
        server.wait()
    assert "Traceback" not in told.read_text(encoding="utf-8")


def test_serve_says_that_its_engine_does_not_answer(program: Program) -> None:
    shown = program("serve", "--port", "0", "--engine", "http://me:secret@127.0.0.1:1/sparql")
    assert (shown.code, shown.out) == (2, "")
    assert "http://127.0.0.1:1/sparql ne répond pas" in shown.err
    assert not {"secret", "Traceback"} & set(shown.err.replace(":", " ").split())


def test_serve_refuses_another_document_than_the_pinned_one(
    program: Program, tmp_path: Path
) -> None:
    other = tmp_path / "autre.txt"
    other.write_text("autre", encoding="utf-8")
    shown = program("serve", "--port", "0", "--source", str(other))
    assert shown.code == 2
    assert "empreinte" in shown.err


def test_serve_answers_with_the_bytes_of_the_terminal_and_stops_when_told(
    program: Program, store: Path
) -> None:
    command = [COMMAND, "serve", "--port", "0", "--workers", "1"]
    with served(command, store) as address:
        answered = fetched(f"{address}questions/effectifs.csv?action=1")
    assert answered == program("ask", "effectifs", "-p", "action=1", "--format", "csv").raw


def test_serve_tells_once_what_does_not_work_and_so_does_its_health(
    repository: Workspace, tmp_path: Path
) -> None:
    root = tmp_path / "workspace"
    for name in FOLDERS:
        shutil.copytree(repository.root / name, root / name)
    (root / "queries/droit/validite.rq").write_text("", encoding="utf-8")
    environ = os.environ | {"MUTUGRAPH_STORE": str(tmp_path / "store")}
    command = [COMMAND, "--workspace", str(root), "serve", "--port", "0", "--workers", "2"]
    told = tmp_path / "told"
    with (
        told.open("w") as stderr,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=stderr, env=environ, text=True
        ) as server,
    ):
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split(" sur ")[1].split()[0]
            health = json.loads(fetched(f"{address}sante"))
            while "problemes" not in health:  # being read
                health = json.loads(fetched(f"{address}sante"))
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=30) == 0
        finally:
            server.kill()
    assert [said.partition(":")[0] for said in health["problemes"]] == ["queries/droit/validite.rq"]
    assert told.read_text(encoding="utf-8").count("queries/droit/validite.rq") == 1


def _at(store: Path) -> dict[str, str]:
    return os.environ | {"MUTUGRAPH_STORE": str(store)}


@contextmanager
def served(command: list[str], store: Path) -> Iterator[str]:
    """A server, by the address that it tells."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=_at(store), text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().split(" sur ")[1].split()[0]
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=30) == 0
        finally:
            server.kill()


def fetched(address: str) -> bytes:
    """The body at an address, of a server that may still be coming up."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=20) as reply:
                return bytes(reply.read())
        except URLError:
            time.sleep(0.2)
    raise AssertionError(address)
