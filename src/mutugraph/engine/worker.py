"""A query process: opens a store, answers one query at a time, can be killed at any moment.

Started as `python -m mutugraph.engine.worker SOCKET STORE PREFIXES LIMITS` by `engine.members`.
"""

from __future__ import annotations

import json
import signal
import socket
import sys
from pathlib import Path

from mutugraph.engine import wire
from mutugraph.engine.embedded import EmbeddedEngine, oxigraph_errors
from mutugraph.engine.output import send
from mutugraph.engine.sandbox import confine
from mutugraph.errors import MutugraphError, QueryCrashed
from mutugraph.namespaces import Namespaces, read_namespaces
from mutugraph.settings import Limits

_READ = 64 * 1024


def main(arguments: list[str]) -> None:
    """Serves the socket until the other end closes it."""
    descriptor, store, prefixes, given = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C is for the server
    limits = Limits(**{**json.loads(given), "services": tuple(json.loads(given)["services"])})
    link = socket.socket(fileno=int(descriptor))
    namespaces = read_namespaces(Path(prefixes))
    confine(limits.memory_bytes, network=bool(limits.services))
    engine = EmbeddedEngine.open(Path(store), namespaces, limits)
    link.sendall(wire.frame(wire.READY))
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
            results = engine.results(asked.text, asked.graphs)
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
