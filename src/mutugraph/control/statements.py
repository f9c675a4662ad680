"""The digests of statements, source by source, by which a run knows what has changed for whom.

A source is a file or a rule: what was told of it once is told again while it says the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b

from pyoxigraph import Quad, RdfFormat, serialize

from mutugraph.control.kept import Kept, digest
from mutugraph.engine.tokens import Token, tokens
from mutugraph.engine.touching import seen_by, signatures
from mutugraph.engine.volatile import is_volatile
from mutugraph.terms import RDF_TYPE

_TYPE = f"<{RDF_TYPE.value}>".encode()
_CALLS = ("NOW", "RAND", "UUID", "BNODE", "SERVICE")
_SPELT = re.compile(r"\\u00[0-7]|\\U")  # an escape that may end a string, or be a word
_NOTHING: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """A source in digests: of its statements by property (`engine.touching`), and by subject.

    `classes` are those of each subject, `leads` the entities that what is said of it leads to.
    """

    properties: Mapping[str, str]
    nodes: Mapping[str, str]
    classes: Mapping[str, Sequence[str]]
    leads: Mapping[str, Sequence[str]]


def signed(kept: Kept, source: str, says: str, quads: Callable[[], Iterable[Quad]]) -> Signed:
    """A source; `says` is the digest of all that its statements are made of."""
    known = kept.found("source", source, says)
    if known is not None:
        return Signed(**json.loads(known))
    made = _sign(quads())
    told = {one.name: getattr(made, one.name) for one in fields(made)}  # no copy of what it holds
    kept.keep(json.dumps(told).encode(), "source", source, says)
    return made


class Statements:
    """The digests of the statements of some sources, in their order."""

    def __init__(self, kept: Kept, prefixes: Mapping[str, str], sources: Iterable[Signed]) -> None:
        self._kept, self._prefixes = kept, prefixes
        self._declared = json.dumps(dict(prefixes), sort_keys=True)
        self._properties: dict[str, list[str]] = {}
        self._told: dict[str, str] = {}  # the digest of each property, and of all, once asked for
        self._whole: str | None = None
        self._nodes: dict[str, list[str]] = {}
        self._classes: dict[str, list[str]] = {}
        self._leads: dict[str, list[str]] = {}
        for source in sources:
            self.add(source)

    def add(self, source: Signed) -> None:
        """Takes the statements of one more source."""
        self._whole = None
        for name, said in source.properties.items():
            self._told.pop(name, None)
            self._properties.setdefault(name, []).append(said)
        for node, said in source.nodes.items():
            self._nodes.setdefault(node, []).append(said)
        for node, classes in source.classes.items():
            if classes:
                self._classes.setdefault(node, []).extend(classes)
        for node, led in source.leads.items():
            self._leads.setdefault(node, []).extend(led)

    def seen(self, text: str) -> str | None:
        """The digest of a query with all the statements that it may see.

        None for a query whose answer may change while they do not.
        """
        listed = self._kept.made(lambda: self._names(text), "names", self._declared, text)
        match json.loads(listed):
            case {"changing": True}:
                return None
            case {"names": None}:
                return digest(text, self._declared, self._all)
            case {"names": names}:
                return digest(text, self._declared, self.of(*names))
            case _:
                return None

    @property
    def _all(self) -> str:
        if self._whole is None:
            self._whole = self.of(*sorted(self._properties))
        return self._whole

    def of(self, *names: str) -> str:
        """The digest of the statements of some properties, or classes: see `engine.touching`."""
        for name in names:
            if name not in self._told:
                self._told[name] = digest(name, *self._properties.get(name, _NOTHING))
        return digest(*(self._told[name] for name in names))

    def about(self, nodes: Iterable[str]) -> str:
        """The digest of all that is said of some nodes."""
        return digest(*(one for n in nodes for one in (n, *self._nodes.get(n, _NOTHING))))

    def led_from(self, nodes: Iterable[str]) -> list[str]:
        """The entities that what is said of some nodes leads to, wherever it is said."""
        return list(dict.fromkeys(led for n in nodes for led in self._leads.get(n, _NOTHING)))

    def classes(self, nodes: Iterable[str]) -> str:
        """The digest of the classes of some nodes."""
        return digest(*(one for n in nodes for one in (n, *self._classes.get(n, _NOTHING))))

    def _names(self, text: str) -> bytes:
        names = seen_by(text, self._prefixes)
        told = {"changing": _changes(text), "names": None if names is None else sorted(names)}
        return json.dumps(told).encode()


def _changes(text: str) -> bool:
    """Whether an answer may change by itself; a word of a comment or of a name says nothing."""
    return is_volatile(text) and any(map(_may_change, tokens(text)))


def _may_change(token: Token) -> bool:
    if token.kind == "string":
        return bool(_SPELT.search(token.text))
    called = token.kind == "word" and ":" not in token.text and token.text.upper().endswith(_CALLS)
    return called or "\\u" in token.text.lower()


def _sign(quads: Iterable[Quad]) -> Signed:
    nquads = serialize(quads, format=RdfFormat.N_QUADS) or b""
    found: dict[bytes, tuple[list[bytes], list[str], list[str]]] = {}
    for line in filter(None, nquads.split(b"\n")):
        subject, predicate, rest = line.split(b" ", 2)
        of_subject = found.get(subject)
        if of_subject is None:
            of_subject = found[subject] = [], [], []
        lines, classes, leads = of_subject
        lines.append(line)
        if rest.startswith(b"<"):
            led = _name(rest.partition(b" ")[0])
            leads.append(led)
            if predicate == _TYPE:
                classes.append(led)
    told = {_name(subject): of_subject for subject, of_subject in found.items()}
    return Signed(
        properties=signatures(nquads),
        nodes={node: _digest(lines) for node, (lines, _, _) in told.items()},
        classes={node: classes for node, (_, classes, _) in told.items()},
        leads={node: leads for node, (_, _, leads) in told.items() if leads},
    )


def _name(node: bytes) -> str:
    return node.decode().removeprefix("<").removesuffix(">")


def _digest(lines: Iterable[bytes]) -> str:
    return blake2b(b"\n".join(lines), digest_size=12).hexdigest()
