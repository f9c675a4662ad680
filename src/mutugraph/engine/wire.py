"""What a server and a query process say to each other over a local socket.

A frame is a kind (one byte), a format (one byte), a length (four bytes, big-endian), and as many
bytes. A query process is asked one `QUERY` at a time and answers in one frame, `END`, after some of
`DATA` where the answer is large, or at any moment by `ERROR`; it says `READY` once: which process
it is, how far it is confined, where it reads the store.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.engine.formats import FORMATS, Format
from mutugraph.engine.protocol import UNION, Graphs
from mutugraph.errors import MutugraphError, QueryFailed, all_errors

READY, QUERY, DATA, END, ERROR = b"R", b"Q", b"D", b"E", b"X"
FRAME = struct.Struct("!cBI")
_NAMES = tuple(FORMATS)
_NUMBERS = {name: number for number, name in enumerate(_NAMES)}
_ERRORS: Mapping[str, type[MutugraphError]] = {kind.code: kind for kind in all_errors()}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, the formats that will do for a table and for a graph, the dataset.

    `base` is what relative IRIs resolve against, where there are any. `client` is who asks, empty
    where that is not told: the answer does not depend on it, and no query process learns it.
    """

    text: str
    table: Format | None
    graph: Format | None
    graphs: Graphs = UNION
    base: str | None = None
    client: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What the answer depends on, within one revision."""
        table, graph = self.table and self.table.name, self.graph and self.graph.name
        return (self.text, table, graph, self.base, self.graphs.default, self.graphs.named)


@dataclass(frozen=True, slots=True)
class Ready:
    """What a query process says of itself: its number, whether the kernel confines it.

    `held` says that it reads the store in memory.
    """

    pid: int
    confined: bool
    held: bool


def frame(kind: bytes, content: bytes, format: str = _NAMES[0]) -> bytes:
    """The bytes of a frame; the format is that of an answer."""
    return FRAME.pack(kind, _NUMBERS[format], len(content)) + content


def frames(buffer: bytearray) -> Iterator[tuple[bytes, str, bytes]]:
    """Takes the complete frames off the front of a buffer."""
    while len(buffer) >= FRAME.size:
        kind, number, size = FRAME.unpack_from(buffer)
        if len(buffer) < FRAME.size + size:
            return
        with memoryview(buffer) as view:  # an answer is long: one copy of it, not two
            content = bytes(view[FRAME.size : FRAME.size + size])
        del buffer[: FRAME.size + size]
        yield kind, _NAMES[number], content


def packed(asked: Asked) -> bytes:
    """A query as the content of a frame."""
    *rest, default, named = asked.key
    return json.dumps([*rest, _values(default), _values(named)]).encode()


def unpacked(content: bytes) -> Asked:
    """The query of a frame."""
    text, table, graph, base, default, named = json.loads(content)
    graphs = UNION if default is None and named is None else Graphs(_nodes(default), _nodes(named))
    formats = (FORMATS[table] if table else None, FORMATS[graph] if graph else None)
    return Asked(text, *formats, graphs, base)


def packed_ready(ready: Ready) -> bytes:
    """A process's word as the content of a frame."""
    return json.dumps([ready.pid, ready.confined, ready.held]).encode()


def unpacked_ready(content: bytes) -> Ready:
    """The word of a frame."""
    return Ready(*json.loads(content))


def packed_error(error: MutugraphError) -> bytes:
    """An error as the content of a frame."""
    return json.dumps([error.code, dict(error.facts)], default=str).encode()


def unpacked_error(content: bytes) -> MutugraphError:
    """The error of a frame."""
    code, facts = json.loads(content)
    return _ERRORS.get(code, QueryFailed)(**facts)


def _values(nodes: object) -> list[str] | None:
    return [node.value for node in nodes] if isinstance(nodes, tuple) else None


def _nodes(values: list[str] | None) -> tuple[NamedNode, ...] | None:
    return None if values is None else tuple(NamedNode(value) for value in values)
