"""A tolerant scanner of Turtle text: it finds comments, literals and the lines of subjects.

The parser judges; this only says where things are, so it accepts any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from mutugraph.terms import RDF_TYPE

_STRING = r'"""(?:[^"\\]|\\.|"(?!""))*"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
_SHORT = r'"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'"
_IN_WORD = r"[^\s#<>\"'();,\[\]{}^@.\\]"
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<comment>\#[^\n\r]*)|(?P<iri><[^<>\s\"]*>)|(?P<string>{_STRING}|{_SHORT})"
    rf"|(?P<word>@?(?:\\.|{_IN_WORD}|\.(?={_IN_WORD}))+)|(?P<mark>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of text: its kind (`comment iri string word mark`), text and line from 1."""

    kind: str
    text: str
    line: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a Turtle text without the white space, comments included."""
    line = 1
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup or "mark", match.group()
        if kind != "space":
            yield Token(kind, piece, line)
        line += piece.count("\n")


@dataclass(frozen=True)
class Places:
    """Where each subject, and each predicate of a subject, is written first. Lines from 1."""

    _lines: dict[tuple[str, str | None], int] = field(default_factory=dict)

    def line(self, subject: str, predicate: str | None = None) -> int | None:
        """The line of a subject's predicate, else of the subject, else None. IRIs in full."""
        return self._lines.get((subject, predicate)) or self._lines.get((subject, None))

    @property
    def listed(self) -> list[tuple[str, str | None, int]]:
        """Each subject, or subject and predicate, with its line; see `again`."""
        return [(*key, line) for key, line in self._lines.items()]

    @classmethod
    def again(cls, listed: Iterable[tuple[str, str | None, int]]) -> Places:
        """The places that were `listed`."""
        return cls({(subject, predicate): line for subject, predicate, line in listed})

    @classmethod
    def of(cls, text: str, base: str = "") -> Places:
        """Scans a text once; `base` resolves relative IRIs until the text declares its own."""
        places = cls()
        scope = _Scope(base)
        for statement in _statements(text):
            if not scope.declares(statement):
                places._note(statement, scope)
        return places

    def _note(self, statement: list[Token], scope: _Scope) -> None:
        subject = scope.resolve(statement[0])
        if subject is None:
            return
        self._lines.setdefault((subject, None), statement[0].line)
        depth, expected = 0, True
        for token in statement[1:]:
            if depth == 0 and token.text == ";":
                expected = True
            elif depth == 0 and expected:
                expected = False
                predicate = scope.resolve(token)
                if predicate is not None:
                    self._lines.setdefault((subject, predicate), token.line)
            depth += (token.text in ("[", "(")) - (token.text in ("]", ")"))


def _statements(text: str) -> Iterator[list[Token]]:
    """The tokens of each statement, without its dot; SPARQL-style directives end by themselves."""
    current: list[Token] = []
    depth = 0
    for token in tokens(text):
        if token.kind == "comment":
            continue
        if token.kind == "mark":
            depth += (token.text in "[({") - (token.text in "])}")
            if token.text == "." and depth <= 0:
                if current:
                    yield current
                current, depth = [], 0
                continue
        current.append(token)
        keyword = current[0].text.upper()
        if (keyword, len(current)) in (("BASE", 2), ("PREFIX", 3)):
            yield current
            current = []
    if current:
        yield current


class _Scope:
    """The base and the prefixes in force at one place of the text."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._prefixes: dict[str, str] = {}

    def declares(self, statement: list[Token]) -> bool:
        match [token.text for token in statement]:
            case [word, iri] if word.upper().lstrip("@") == "BASE":
                self._base = urljoin(self._base, iri[1:-1])
            case [word, prefix, iri] if word.upper().lstrip("@") == "PREFIX":
                self._prefixes[prefix.rstrip(":")] = urljoin(self._base, iri[1:-1])
            case _:
                return False
        return True

    def resolve(self, token: Token) -> str | None:
        if token.kind == "iri":
            return urljoin(self._base, token.text[1:-1])
        if token.kind == "word" and token.text == "a":
            return RDF_TYPE.value
        if token.kind == "word" and ":" in token.text:
            prefix, _, local = token.text.partition(":")
            namespace = self._prefixes.get(prefix)
            return None if namespace is None else namespace + local.replace("\\", "")
        return None
