"""The seam: what the operations ask of an engine, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import NamedNode

from mutugraph.engine.answers import Answer
from mutugraph.engine.formats import Format


@dataclass(frozen=True, slots=True)
class Graphs:
    """The dataset of a query (SPARQL 1.1 Protocol §2.1.4).

    `default` are the graphs merged as the default graph, `named` those that `GRAPH` sees; None
    means all of the store, so that a query sees the union unless it says otherwise.
    """

    default: tuple[NamedNode, ...] | None = None
    named: tuple[NamedNode, ...] | None = None


UNION = Graphs()


class Engine(Protocol):
    """Answers SPARQL queries over one revision of the data.

    Both methods raise `QueryRefused`, `QueryMalformed`, `QueryFailed` and `StoreBroken`.
    """

    def query(self, text: str, *, graphs: Graphs = UNION) -> Answer:
        """The answer as values."""
        ...

    def serialize(
        self,
        text: str,
        format: Format | None = None,
        *,
        graphs: Graphs = UNION,
        base: str | None = None,
    ) -> bytes:
        """The answer as bytes of a standard format; None chooses JSON, or Turtle for triples.

        Relative IRIs resolve against `base`, where the text has no `BASE` of its own.
        Raises `QueryFormatUnknown` where the format is not one of this kind of answer.
        """
        ...
