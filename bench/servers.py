"""Real servers on the loopback, for the bench and the tests: each stops with its block."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

BIN = Path(sys.executable).parent
OXIGRAPH, VIRTUOSO = BIN / "oxigraph", "virtuoso-t"
_VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = {buffers}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True)
class Elsewhere:
    """A SPARQL server: its query and Graph Store addresses, its account."""

    query: str
    graphs: str
    account: tuple[str, str] | None = None


def free_port() -> int:
    """A port of the loopback that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def served(
    command: list[str], url: str, folder: Path | None = None, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers at an address, in whatever way, stopped at the end."""
    quiet, known = subprocess.DEVNULL, environment or None
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=folder, env=known) as process:
        try:
            for _ in range(300):
                with suppress(URLError, ConnectionError):
                    with suppress(HTTPError):
                        urlopen(url, timeout=5).close()
                    break
                time.sleep(0.1)
            yield process
        finally:
            process.terminate()


@contextmanager
def oxigraph(folder: Path) -> Iterator[Elsewhere]:
    """Oxigraph's server (PyPI package oxigraph), empty, its store in a folder."""
    base = f"http://127.0.0.1:{free_port()}"
    command = [str(OXIGRAPH), "serve", "--location", str(folder / "db"), "--bind", base[7:]]
    with served(command, base + "/", folder):
        yield Elsewhere(base + "/query", base + "/store")


@contextmanager
def virtuoso(folder: Path, buffers: int = 20_000) -> Iterator[Elsewhere]:
    """Virtuoso 7 (Debian virtuoso-opensource-7), empty, with buffers of 8 kB."""
    port, ini = free_port(), folder / "v.ini"
    ini.write_text(_VIRTUOSO_INI.format(folder=folder, sql=free_port(), http=port, buffers=buffers))
    base = f"http://127.0.0.1:{port}"
    with served([VIRTUOSO, "+foreground", "+configfile", str(ini)], base + "/sparql", folder):
        yield Elsewhere(base + "/sparql", base + "/sparql-graph-crud-auth", ("dba", "dba"))
