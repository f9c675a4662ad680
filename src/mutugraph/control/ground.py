"""What the steps of a control ask: a store in memory of all that is controlled and derived from it.

With what former runs kept, the store is filled only where an answer is not known: that of a query
whose statements are the same is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import partial
from threading import Lock

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from pyoxigraph import serialize as serialized

from mutugraph.control.changes import UNNAMED
from mutugraph.control.controlled import Controlled
from mutugraph.engine.answers import Answer
from mutugraph.engine.derive import Rule, derived_by
from mutugraph.engine.embedded import EmbeddedEngine, with_union
from mutugraph.engine.formats import RESULT_FORMATS, Format, values
from mutugraph.engine.protocol import UNION, Graphs
from mutugraph.engine.tokens import tokens
from mutugraph.settings import Limits
from mutugraph.turtle.reading import Document, Later
from mutugraph.workspace import Workspace

_WRITTEN = RESULT_FORMATS["json"]
_GRAPHS = re.compile(r"graph|from", re.IGNORECASE)


class Ground:
    """An engine over what is controlled, with what `rules` derive from it (`derived`).

    Safe to share between threads. Raises `RuleFailed`, and `HeaderInvalid` for a rule of law that
    does not say what it is.
    """

    def __init__(
        self, controlled: Controlled, workspace: Workspace, rules: Iterable[Rule], limits: Limits
    ) -> None:
        self._controlled, self._workspace = controlled, workspace
        self._limits = limits
        self._lock = Lock()
        self._filled: Store | None = None
        self._named = False
        self._derived: list[Quad] = []
        self._made: dict[NamedNode, bytes] = {}  # the same as N-Quads, by graph
        self.changes = controlled.changes
        for rule in rules:
            self._derived += self._by(rule)

    @property
    def derived(self) -> tuple[Quad, ...]:
        """What the rules derive, rule by rule."""
        return tuple(self._derived)

    def leading_to(self, nodes: Iterable[str]) -> Set[str]:
        """The nodes of which something leads to some others, if those have names."""
        found = set()
        for node in nodes:
            if not node.startswith(UNNAMED):
                led = self._store("").quads_for_pattern(None, None, NamedNode(node), DefaultGraph())
                found |= {str(getattr(quad.subject, "value", quad.subject)) for quad in led}
        return found

    def query(self, text: str, *, graphs: Graphs = UNION) -> Answer:
        """The answer as values; see `Engine`."""
        if self.changes is None or graphs != UNION:
            return self._engine(text, graphs).query(text, graphs=graphs)
        answer = self.serialize(text, _WRITTEN)
        return values(parse_query_results(answer, format=QueryResultsFormat.JSON))

    def serialize(
        self,
        text: str,
        format: Format | None = None,
        *,
        graphs: Graphs = UNION,
        base: str | None = None,
    ) -> bytes:
        """The answer as bytes; see `Engine`."""
        ask = partial(self._ask, text, format, graphs, base)
        plain = format is _WRITTEN and graphs == UNION and base is None
        return self.changes.answer(ask, text) if plain and self.changes is not None else ask()

    def _ask(self, text: str, format: Format | None, graphs: Graphs, base: str | None) -> bytes:
        return self._engine(text, graphs).serialize(text, format, graphs=graphs, base=base)

    def _by(self, rule: Rule) -> Iterable[Quad]:
        run, changes = partial(self._run, rule), self.changes
        file = rule.file
        made = run() if changes is None else changes.derived(run, file.path, file.text)
        quads = list(parse(made, format=RdfFormat.N_QUADS))
        self._made[self._workspace.derived_graph(rule.id)] = made
        if self._filled is not None:
            _add(self._filled, made, self._workspace.derived_graph(rule.id))
        return quads

    def _run(self, rule: Rule) -> bytes:
        return derived_by(self._store(rule.file.text), self._workspace, rule)

    def _store(self, text: str, graphs: Graphs = UNION) -> Store:
        """The store that a query is asked of; named graphs are in it once one may look at them."""
        with self._lock:
            if self._filled is None:
                self._filled = _filled(self._controlled, self._workspace)
                for graph, made in self._made.items():
                    _add(self._filled, made, graph)
            if not self._named and (graphs != UNION or _may_name_graphs(text)):
                _name_graphs(self._filled, self._controlled, self._workspace)
                self._named = True
            return self._filled

    def _engine(self, text: str, graphs: Graphs) -> EmbeddedEngine:
        return EmbeddedEngine(self._store(text, graphs), self._workspace.namespaces, self._limits)


def _may_name_graphs(text: str) -> bool:
    """Whether a query may look at named graphs; a keyword may touch the name that follows."""
    if _GRAPHS.search(text) is None:  # spares most texts the scan
        return False
    return any(t.kind == "word" and _GRAPHS.match(t.text) for t in tokens(text))


def _filled(controlled: Controlled, workspace: Workspace) -> Store:
    """A store in memory of all that is controlled, the union of it in its default graph.

    Made of texts, so that other threads go on meanwhile: pyoxigraph keeps the interpreter while it
    reads quads. What is not parsed yet need not be for this, and is in the default graph only
    until `_name_graphs`.
    """
    store = Store()
    quads = [*controlled.around]
    for document in controlled.documents:
        if _is_plain(document):
            _load(store, document, workspace)
        else:
            quads += document.quads
    nquads = serialized(quads, format=RdfFormat.N_QUADS) or b""
    union = serialized((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    # every IRI was checked when it was read
    store.load(nquads + union, format=RdfFormat.N_QUADS, lenient=True)
    return store


def _add(store: Store, nquads: bytes, graph: NamedNode) -> None:
    """Adds the statements of one graph, and to the union."""
    if UNNAMED.encode() in nquads:  # nodes that may be those of other statements
        store.extend(with_union(parse(nquads, format=RdfFormat.N_QUADS)))
    else:
        union = nquads.replace(f" {graph} .\n".encode(), b" .\n")
        store.load(nquads + union, format=RdfFormat.N_QUADS, lenient=True)


def _name_graphs(store: Store, controlled: Controlled, workspace: Workspace) -> None:
    for document in filter(_is_plain, controlled.documents):
        _load(store, document, workspace, workspace.graph(workspace.root / document.name))


def _is_plain(document: Document) -> bool:
    """Whether a text says the same read twice: it has no node of one reading alone."""
    unnamed = "[" in document.text or "_:" in document.text
    return isinstance(document.quads, Later) and not unnamed


def _load(
    store: Store, document: Document, workspace: Workspace, graph: NamedNode | None = None
) -> None:
    store.load(
        document.text.encode(),
        format=RdfFormat.TURTLE,
        base_iri=workspace.namespaces.ids,
        to_graph=graph,
    )
