"""Rewrites a Turtle text in the canonical layout, or refuses to lose anything of it."""

from __future__ import annotations

from mutugraph.errors import TurtleComments, TurtleLiteralChanged, TurtleTooEntangled
from mutugraph.namespaces import Namespaces
from mutugraph.turtle.reading import Document, parse_text
from mutugraph.turtle.tokens import tokens
from mutugraph.turtle.writing import Entangled, canonical


def format_text(text: str, namespaces: Namespaces, *, name: str = "-") -> str:
    """The canonical layout of a Turtle text.

    The project's prefixes win over the text's own, which are kept where the project has none.
    Raises `TurtleComments` and `TurtleLiteralChanged` with the lines concerned,
    `TurtleTooEntangled`, and the errors of reading.
    """
    document = parse_text(text, name=name)
    _refuse_comments(document)
    _refuse_changed_tags(document)
    try:
        written = canonical(document.quads, namespaces.extended(document.prefixes))
    except Entangled as error:
        raise TurtleTooEntangled(path=name, line=1, lines=()) from error
    _refuse_changed_literals(document, written)
    return written


def _refuse_comments(document: Document) -> None:
    lines = tuple(t.line for t in tokens(document.text) if t.kind == "comment")
    if lines:
        raise TurtleComments(path=document.name, line=lines[0], lines=lines)


def _refuse_changed_tags(document: Document) -> None:
    """The parser lowers the case of language tags: a tag in capitals would not be kept."""
    lines: list[int] = []
    after_string = False
    for token in tokens(document.text):
        if after_string and token.text.startswith("@") and token.text != token.text.lower():
            lines.append(token.line)
        after_string = token.kind == "string"
    if lines:
        raise TurtleLiteralChanged(path=document.name, line=lines[0], lines=tuple(lines))


def _refuse_changed_literals(document: Document, written: str) -> None:
    """The last guard: what was written, read again, says the same."""
    again = parse_text(written, name=document.name)
    lost = _ground(document) ^ _ground(again)
    if lost or len(set(again.quads)) != len(set(document.quads)):
        line = min((document.places.line(s) or 1 for s, _, _ in lost), default=1)
        raise TurtleLiteralChanged(path=document.name, line=line, lines=(line,))


def _ground(document: Document) -> set[tuple[str, str, str]]:
    """Its triples without blank nodes: those can be compared as they are."""
    triples = {(str(q.subject), str(q.predicate), str(q.object)) for q in document.quads}
    return {(s.strip("<>"), p, o) for s, p, o in triples if s[:2] != "_:" and o[:2] != "_:"}
