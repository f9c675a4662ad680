"""Reads a Turtle file into quads, or says `file:line: what and how to mend it`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import overload

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from mutugraph.errors import (
    FileNotText,
    TurtleEmpty,
    TurtleEncoding,
    TurtleIriInvalid,
    TurtlePrefixUndeclared,
    TurtleSyntax,
    TurtleUnterminated,
)
from mutugraph.terms import RDF_TYPE
from mutugraph.text_files import read_text
from mutugraph.turtle.tokens import Places

_UNDECLARED = re.compile(r"prefix (\S*):? has not been declared")
NEAR = 40  # characters of the word shown where a file is broken
_DIRECTIVES = re.compile(  # and comments, each alone on its line
    r"(?:[ \t]*(?:#[^\n]*|@?(?:prefix[ \t]+[\w.-]*:|base)[ \t]*<[^<>\n]*>[ \t]*\.?[ \t]*)?\n)*",
    re.IGNORECASE,
)
_POSITION = re.compile(r"^Parser error at line [^:]*: ")


@dataclass(frozen=True, eq=False)
class Document:
    """A file that was read: its name in messages, its text, its quads as written, its prefixes.

    Equal is the same one: what is made of documents is known by them.
    `known` are the classes of each subject, where they are known without the quads (`Later`);
    `scan` finds the places of a text with this base.
    """

    name: str
    text: str
    quads: Sequence[Quad]
    prefixes: Mapping[str, str]
    base: str = ""
    known: Mapping[str, Sequence[str]] | None = field(default=None, repr=False, compare=False)
    scan: Callable[[str, str], Places] = field(default=Places.of, repr=False, compare=False)

    @cached_property
    def classes(self) -> Mapping[str, Sequence[str]]:
        """The subjects, each with its classes in this file."""
        if self.known is not None:
            return self.known
        found: dict[str, list[str]] = {}
        for subject, predicate, value, _ in self.quads:
            own = found.setdefault(_text(subject), [])
            if predicate == RDF_TYPE:
                own.append(_text(value))
        return found

    @cached_property
    def about(self) -> Mapping[str, Sequence[Quad]]:
        """The quads of each subject."""
        found: dict[str, list[Quad]] = {}
        for quad in self.quads:
            found.setdefault(_text(quad.subject), []).append(quad)
        return found

    @cached_property
    def places(self) -> Places:
        """The lines of its subjects; scanned at the first use."""
        return self.scan(self.text, self.base)


class Later(Sequence[Quad]):
    """The quads of a text that is known to be right, parsed when one is asked for."""

    def __init__(self, parse: Callable[[], Sequence[Quad]]) -> None:
        self._parse = parse

    @cached_property
    def _quads(self) -> Sequence[Quad]:
        return self._parse()

    def __len__(self) -> int:
        return len(self._quads)

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._quads)

    @overload
    def __getitem__(self, place: int) -> Quad: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Quad]: ...

    def __getitem__(self, place: int | slice) -> Quad | Sequence[Quad]:
        return self._quads[place]


def read(
    path: Path, *, name: str | None = None, graph: NamedNode | None = None, base: str = ""
) -> Document:
    """Reads one file.

    `name` is what messages show (the path by default), `graph` the named graph of its quads,
    `base` what relative IRIs are resolved against when the file declares none.
    Raises `FileMissing`, `FileUnreadable` and the errors of `TurtleError`.
    """
    shown = name or str(path)
    return parse_text(read_turtle(path, shown), name=shown, graph=graph, base=base)


def read_turtle(path: Path, name: str) -> str:
    """The text of a file, not parsed. Raises as `read`, for what is no text."""
    try:
        return read_text(path, name)
    except FileNotText as error:
        raise TurtleEncoding(**error.facts) from error


def parse_text(text: str, *, name: str, graph: NamedNode | None = None, base: str = "") -> Document:
    """Parses Turtle text; literals are kept as written. Raises the errors of `TurtleError`."""
    found = _in_graph(text, graph, base) if graph is not None else None
    if found is None:
        with _parser_errors(name, text):
            parser = parse(text, format=RdfFormat.TURTLE, base_iri=base or None)
            target = graph or DefaultGraph()
            quads = tuple(Quad(q.subject, q.predicate, q.object, target) for q in parser)
        found = quads, parser.prefixes
    if not found[0]:
        raise TurtleEmpty(path=name, line=1)
    return Document(name, text, *found, base)


def _in_graph(
    text: str, graph: NamedNode, base: str
) -> tuple[tuple[Quad, ...], Mapping[str, str]] | None:
    """The quads and prefixes of a text, read as one graph of TriG: in half the time.

    A block of TriG holds what Turtle says but its directives, which stand first in our files. None
    where they do not, where a brace could end the block or its last dot be missing, which TriG
    admits, and for what is no Turtle.
    """
    last = text.rstrip().rpartition("\n")[2]
    if "}" in text or "#" in last or not f" {last}".endswith(" ."):
        return None
    first = _DIRECTIVES.match(text)
    start = first.end() if first else 0
    trig = f"{text[:start]}{graph} {{ {text[start:]}\n}}"
    parser = parse(trig, format=RdfFormat.TRIG, base_iri=base or None)
    with suppress(SyntaxError):
        return tuple(parser), parser.prefixes
    return None


def _text(term: object) -> str:
    return str(getattr(term, "value", term)) if not isinstance(term, BlankNode) else str(term)


def _near(text: str, line: int, column: int) -> str:
    """The word of the file at this place: the parser's own words are English."""
    lines = text.split("\n")
    there = lines[line - 1] if line <= len(lines) else ""
    words = there[column - 1 :].split() or there.split()
    return words[0][:NEAR] if words else ""


@contextmanager
def _parser_errors(name: str, text: str) -> Iterator[None]:
    """The one place where the parser's errors become ours."""
    try:
        yield
    except SyntaxError as error:
        detail = _POSITION.sub("", error.msg)
        line, column = error.lineno or 1, error.offset or 1
        undeclared = _UNDECLARED.search(detail)
        if undeclared:
            prefix = undeclared[1].rstrip(":")
            raise TurtlePrefixUndeclared(
                path=name, line=line, column=column, detail=detail, name=prefix
            ) from error
        kind: type[TurtleSyntax] = TurtleSyntax
        if "IRI" in detail:
            kind = TurtleIriInvalid
        elif line > text.rstrip().count("\n") + 1 or "end of file" in detail:
            kind = TurtleUnterminated
        near = _near(text, line, column)
        raise kind(path=name, line=line, column=column, detail=near) from error
