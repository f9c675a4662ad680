"""Query processes: each opens a store, answers one query at a time, can be killed at any moment.

Started as `python -m mutugraph.engine.worker SOCKET STORE PREFIXES LIMITS` by `engine.forking`:
forks one for each socket that it is sent. The store is opened after the fork, for its threads would
not come along.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path

from mutugraph.engine import wire
from mutugraph.engine.embedded import EmbeddedEngine, oxigraph_errors
from mutugraph.engine.memory import STRANGE, give_up_readily
from mutugraph.engine.output import send
from mutugraph.engine.sandbox import confine, end_with_parent
from mutugraph.errors import MutugraphError, QueryCrashed
from mutugraph.namespaces import Namespaces, read_namespaces
from mutugraph.settings import Limits

_READ = 64 * 1024
_OF_NETWORK = (Path("/etc"),)  # names, certificates


def main(arguments: list[str]) -> None:
    """Forks until the other end closes the socket."""
    descriptor, store, prefixes, given = arguments
    limits = Limits(**{**json.loads(given), "services": tuple(json.loads(given)["services"])})
    namespaces = read_namespaces(Path(prefixes))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C is for the server
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nothing is left of a process that ended
    end_with_parent(signal.SIGKILL, os.getppid())
    gc.freeze()  # the collector would write to the pages that are shared
    orders, own = socket.socket(fileno=int(descriptor)), os.getpid()
    while True:
        _, descriptors, _, _ = socket.recv_fds(orders, 1, 1)
        if not descriptors:
            return
        if os.fork() == 0:
            try:
                end_with_parent(signal.SIGKILL, own)
                orders.close()
                _serve(socket.socket(fileno=descriptors[0]), Path(store), namespaces, limits)
            finally:
                os._exit(0)
        os.close(descriptors[0])


def _serve(link: socket.socket, store: Path, namespaces: Namespaces, limits: Limits) -> None:
    """Answers queries until the other end closes the socket."""
    give_up_readily(STRANGE)
    network = bool(limits.services)
    read = [store, *(_OF_NETWORK if network else ())]
    confined = confine(limits.memory_bytes, read=read, network=network).whole
    engine = EmbeddedEngine.open(store, namespaces, limits)
    link.sendall(wire.frame(wire.READY, wire.packed_ready(wire.Ready(os.getpid(), confined))))
    received = bytearray()
    while content := link.recv(_READ):
        received += content
        for _, asked in wire.frames(received):
            _answer(link, engine, namespaces, limits, wire.unpacked(asked))


def _answer(
    link: socket.socket,
    engine: EmbeddedEngine,
    namespaces: Namespaces,
    limits: Limits,
    asked: wire.Asked,
) -> None:
    outgoing = bytearray()

    def data(content: bytes) -> None:
        outgoing.extend(wire.frame(wire.DATA, content))
        if len(content) >= _READ:
            link.sendall(outgoing)
            outgoing.clear()

    try:
        with oxigraph_errors(text=asked.text):
            results = engine.results(asked.text, asked.graphs, asked.base)
            send(
                results,
                asked.table,
                asked.graph,
                namespaces,
                limits,
                head=lambda f: outgoing.extend(wire.frame(wire.HEAD, f.name.encode())),
                data=data,
            )
        outgoing += wire.frame(wire.END)
    except MutugraphError as error:
        outgoing += wire.frame(wire.ERROR, wire.packed_error(error))
    except MemoryError:
        outgoing += wire.frame(wire.ERROR, wire.packed_error(QueryCrashed(detail="MemoryError")))
    link.sendall(outgoing)


if __name__ == "__main__":
    main(sys.argv[1:])
