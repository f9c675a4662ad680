"""Query processes: each reads a store, answers one query at a time, can be killed at any moment.

Started as `python -m mutugraph.engine.worker SOCKET STORE PREFIXES LIMITS HELD` by
`engine.forking`: forks one for each socket that it is sent. A store on the disk is opened after the
fork, for its threads would not come along; one in memory has none, and is loaded before.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from mutugraph.engine import wire
from mutugraph.engine.ahead import NICE, yielding
from mutugraph.engine.embedded import EmbeddedEngine, oxigraph_errors
from mutugraph.engine.formats import Format
from mutugraph.engine.memory import STRANGE, addressed, give_up_readily
from mutugraph.engine.output import send
from mutugraph.engine.sandbox import confine, end_with_parent
from mutugraph.errors import MutugraphError, QueryCrashed
from mutugraph.namespaces import Namespaces, read_namespaces
from mutugraph.settings import Limits

_READ = 64 * 1024
_OF_NETWORK = (Path("/etc"),)  # names, certificates


def main(arguments: list[str]) -> None:
    """Forks until the other end closes the socket."""
    descriptor, store, prefixes, given, held = arguments
    limits = Limits(**{**json.loads(given), "services": tuple(json.loads(given)["services"])})
    namespaces = read_namespaces(Path(prefixes))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C is for the server
    end_with_parent(os.getppid())
    engine = _held(Path(store), namespaces, limits) if int(held) else None
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nothing is left of a process that ended
    gc.freeze()  # the collector would write to the pages that are shared
    orders, own = socket.socket(fileno=int(descriptor)), os.getpid()
    if engine:
        orders.sendall(b"L")
    while True:
        _, descriptors, _, _ = socket.recv_fds(orders, 1, 1)
        if not descriptors:
            break
        if os.fork() == 0:
            try:
                end_with_parent(own)
                orders.close()
                link = socket.socket(fileno=descriptors[0])
                _serve(link, engine, Path(store), namespaces, limits)
            finally:
                os._exit(0)
        os.close(descriptors[0])
    with suppress(ChildProcessError):
        os.wait()  # for all of them, which would die with this one


def _held(store: Path, namespaces: Namespaces, limits: Limits) -> EmbeddedEngine:
    """The store in memory, read at low priority.

    A process and a thread do it that end then: who forks has no thread of the store's, nor a
    niceness, which could not be laid down.
    """
    own = os.getpid()
    with TemporaryFile() as dumped:  # through a pipe each would wait for the other, at low priority
        reader = os.fork()
        if reader == 0:
            end_with_parent(own)
            os.nice(NICE)
            try:
                EmbeddedEngine.open(store, namespaces).dump(dumped)
                dumped.flush()
                os._exit(0)
            finally:
                os._exit(1)
        if os.waitpid(reader, 0)[1]:
            sys.exit(1)
        dumped.seek(0)
        return yielding(lambda: EmbeddedEngine.of_dump(dumped, namespaces, limits))


def _serve(
    link: socket.socket,
    held: EmbeddedEngine | None,
    store: Path,
    namespaces: Namespaces,
    limits: Limits,
) -> None:
    """Answers queries until the other end closes the socket."""
    give_up_readily(STRANGE)
    network = bool(limits.services)
    read = [*(() if held else (store,)), *(_OF_NETWORK if network else ())]
    # what is shared is no memory of its own
    confined = confine(addressed() + limits.memory_bytes, read=read, network=network).whole
    engine = held or EmbeddedEngine.open(store, namespaces, limits)
    ready = wire.Ready(os.getpid(), confined, held=held is not None)
    link.sendall(wire.frame(wire.READY, wire.packed_ready(ready)))
    received = bytearray()
    while content := link.recv(_READ):
        received += content
        for _, _, asked in wire.frames(received):
            _answer(link, engine, namespaces, limits, wire.unpacked(asked))


def _answer(
    link: socket.socket,
    engine: EmbeddedEngine,
    namespaces: Namespaces,
    limits: Limits,
    asked: wire.Asked,
) -> None:
    def data(format: Format, content: bytes) -> None:
        link.sendall(wire.frame(wire.DATA, content, format.name))

    try:
        with oxigraph_errors(text=asked.text):
            results = engine.results(asked.text, asked.graphs, asked.base)
            format, rest = send(results, asked.table, asked.graph, namespaces, limits, data=data)
        last = wire.frame(wire.END, rest, format.name)
    except MutugraphError as error:
        last = wire.frame(wire.ERROR, wire.packed_error(error))
    except MemoryError:
        last = wire.frame(wire.ERROR, wire.packed_error(QueryCrashed(detail="MemoryError")))
    link.sendall(last)


if __name__ == "__main__":
    main(sys.argv[1:])
