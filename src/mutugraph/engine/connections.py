"""Counts the disconnected patterns of a group: those that share no variable make a product.

The planner of pyoxigraph needs time that explodes with their number, and so does the answer. A
pattern is what stands between two full stops, or a sub-group. What has no variable counts for
none, `BIND` and `VALUES` only connect, a filter does not even that: it sifts the product.
"""

from __future__ import annotations

from enum import Enum, auto

from mutugraph.engine.tokens import Token


class _Mode(Enum):
    PATTERN = auto()
    CONNECTION = auto()
    NOTHING = auto()


_EXPRESSIONS = {
    "FILTER": _Mode.NOTHING,
    "HAVING": _Mode.NOTHING,
    "BIND": _Mode.CONNECTION,
    "VALUES": _Mode.CONNECTION,
}
_ENDS = frozenset(["OPTIONAL", "UNION", "MINUS", "GRAPH", *_EXPRESSIONS])
_DATA = frozenset(["VALUES", "CONSTRUCT"])
_APART = frozenset(["MINUS", "EXISTS", *_DATA])


class Connections:
    """Fed every token of a query in order; `found` is the count of the worst group closed."""

    def __init__(self) -> None:
        self.found = 0
        self._groups = [_Group()]
        self._modes = [_Mode.NOTHING]
        self._opened: list[tuple[str, str]] = []  # the open brackets, each with the word before
        self._awaited: _Mode | None = None  # what the next bracket holds
        self._word = ""
        self._anonymous = 0

    def see(self, token: Token) -> None:
        """Takes one token into account."""
        group = self._groups[-1]
        match token.kind:
            case "open":
                self._open(token.text)
            case "close":
                self._close()
            case "variable":
                group.add(token.text[1:], self._awaited or self._modes[-1])
            case "word" if token.text.startswith("_:"):
                group.add(token.text, self._modes[-1])
            case "word":
                self._word = token.text.upper()
                if self._word in _ENDS:
                    group.end()
                    group.alternative = group.alternative or self._word == "UNION"
                    self._awaited = _EXPRESSIONS.get(self._word)
            case "mark" if token.text == "." and self._modes[-1] is _Mode.PATTERN:
                group.end()

    def _open(self, bracket: str) -> None:
        mode = self._awaited or self._modes[-1]
        if bracket == "{":
            if self._word != "GRAPH":
                self._groups[-1].end()
            self._groups.append(_Group())
            mode = _Mode.NOTHING if self._word in _DATA else _Mode.PATTERN
        elif bracket == "[":
            self._anonymous += 1
            self._groups[-1].add(f"[{self._anonymous}", mode)
        self._opened.append((bracket, self._word))
        self._modes.append(mode)
        self._awaited, self._word = None, ""

    def _close(self) -> None:
        self._awaited, self._word = None, ""
        if not self._opened:
            return
        bracket, word = self._opened.pop()
        self._modes.pop()
        if bracket == "{":
            group = self._groups.pop()
            self.found = max(self.found, group.patterns())
            if word not in _APART:
                self._groups[-1].take(group)


class _Group:
    """The variables of one group, in classes of those that are connected (union-find)."""

    def __init__(self) -> None:
        self.alternative = False
        self._parents: dict[str, str] = {}
        self._patterned: set[str] = set()
        self._run = ""  # a variable of the pattern that is being read
        self._last = ""  # a variable of the last sub-group

    def add(self, variable: str, mode: _Mode) -> None:
        if mode is _Mode.NOTHING:
            return
        self._parents.setdefault(variable, variable)
        if mode is _Mode.PATTERN:
            self._patterned.add(variable)
        if self._run:
            self._connect(self._run, variable)
        self._run = variable

    def end(self) -> None:
        self._run = ""

    def take(self, inner: _Group) -> None:
        """A sub-group is one pattern; the branches of a `UNION` are one together."""
        if self.alternative:
            self._run = self._last
        for variable in inner._parents:
            mode = _Mode.PATTERN if variable in inner._patterned else _Mode.CONNECTION
            self.add(variable, mode)
        self._last, self.alternative = self._run, False
        self.end()

    def patterns(self) -> int:
        return len({self._root(variable) for variable in self._patterned})

    def _connect(self, one: str, other: str) -> None:
        self._parents[self._root(one)] = self._root(other)

    def _root(self, variable: str) -> str:
        while self._parents[variable] != variable:
            self._parents[variable] = self._parents[self._parents[variable]]
            variable = self._parents[variable]
        return variable
