"""Reads a Turtle file into quads, or says `file:line: what and how to mend it`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from mutugraph.errors import (
    FileNotText,
    TurtleEmpty,
    TurtleEncoding,
    TurtleIriInvalid,
    TurtlePrefixUndeclared,
    TurtleSyntax,
    TurtleUnterminated,
)
from mutugraph.text_files import read_text
from mutugraph.turtle.tokens import Places

_UNDECLARED = re.compile(r"prefix (\S*):? has not been declared")
NEAR = 40  # characters of the word shown where a file is broken
_POSITION = re.compile(r"^Parser error at line [^:]*: ")


@dataclass(frozen=True)
class Document:
    """A file that was read: its name in messages, its text, its quads as written, its prefixes."""

    name: str
    text: str
    quads: tuple[Quad, ...]
    prefixes: Mapping[str, str]
    base: str = ""

    @cached_property
    def places(self) -> Places:
        """The lines of its subjects; scanned at the first use."""
        return Places.of(self.text, self.base)


def read(
    path: Path, *, name: str | None = None, graph: NamedNode | None = None, base: str = ""
) -> Document:
    """Reads one file.

    `name` is what messages show (the path by default), `graph` the named graph of its quads,
    `base` what relative IRIs are resolved against when the file declares none.
    Raises `FileMissing`, `FileUnreadable` and the errors of `TurtleError`.
    """
    shown = name or str(path)
    try:
        text = read_text(path, shown)
    except FileNotText as error:
        raise TurtleEncoding(**error.facts) from error
    return parse_text(text, name=shown, graph=graph, base=base)


def parse_text(text: str, *, name: str, graph: NamedNode | None = None, base: str = "") -> Document:
    """Parses Turtle text; literals are kept as written. Raises the errors of `TurtleError`."""
    target = graph or DefaultGraph()
    with _parser_errors(name, text):
        parser = parse(text, format=RdfFormat.TURTLE, base_iri=base or None)
        quads = tuple(Quad(q.subject, q.predicate, q.object, target) for q in parser)
    if not quads:
        raise TurtleEmpty(path=name, line=1)
    return Document(name, text, quads, parser.prefixes, base)


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
