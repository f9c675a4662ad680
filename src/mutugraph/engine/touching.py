"""Which answers a change of the statements may touch, without asking again.

The statements of each property have a digest, those of `rdf:type` one for each class. A pattern
whose property is written in the query sees the statements of that property only. What cannot be
told from the words of a query (a property in a variable, a path of no step between variables, or
of all but some) depends on every statement.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import pairwise
from urllib.parse import urljoin

from mutugraph.engine.tokens import Token, tokens
from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE

_TYPE = RDF_TYPE.value
_NAMES, _ENDS = ("iri", "name"), ("{", "}", "")
_HIDING = ("SELECT", "GROUP", "ORDER")  # what follows, up to a bracket or a word, is no pattern
_NUMBER = re.compile(r"\d|true\Z|false\Z", re.IGNORECASE)
_OF_NO_STEP = (("operator", "*"), ("operator", "?"))
_Words = list[tuple[str, str]]


def signatures(nquads: bytes) -> dict[str, str]:
    """The digest of the statements of each property, of `rdf:type` by class; a change changes it.

    The blank nodes of two readings are not the same.
    """
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for line in filter(None, nquads.split(b"\n")):
        _, predicate, rest = line.split(b" ", 2)
        found[predicate].append(line)
        if predicate == f"<{_TYPE}>".encode():
            found[predicate + rest.partition(b" ")[0]].append(line)
    return {
        name.decode(): blake2b(b"\n".join(sorted(lines)), digest_size=12).hexdigest()
        for name, lines in found.items()
    }


class Touching:
    """What the change from one state of the statements to another touches.

    Where one of them is not known, that is everything.
    """

    def __init__(
        self, former: Mapping[str, str], now: Mapping[str, str], namespaces: Namespaces
    ) -> None:
        names = former.keys() | now.keys()
        self._known_both = bool(former) and bool(now)
        self._changed = {name for name in names if former.get(name) != now.get(name)}
        self._prefixes = dict(namespaces.prefixes)
        self._filled = re.compile(f"<{re.escape(namespaces.ids)}[^<>\\s]*>")
        self._known: dict[str, bool] = {}

    def touched(self, text: str) -> bool:
        """Whether the answer of a query may have changed."""
        if not self._known_both:
            return True
        shape = self._filled.sub("<>", text)  # the same file with other slots
        if shape not in self._known:
            self._known[shape] = bool(self._changed) and self._touched(text)
        return self._known[shape]

    def _touched(self, text: str) -> bool:
        seen = seen_by(text, self._prefixes)
        return seen is None or bool(seen & self._changed)


def seen_by(text: str, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """The names of the digests that a query's answer depends on; None: all, or it is not known."""
    declared, base, words = dict(prefixes), "", list(map(_word, tokens(text)))
    for (kind, word), (_, name), (_, iri) in zip(words, words[1:], words[2:], strict=False):
        if (kind, word.upper()) == ("word", "BASE"):
            base = name[1:-1]
        elif (kind, word.upper()) == ("word", "PREFIX"):
            declared[name.removesuffix(":")] = iri[1:-1]
    shown = list(_patterns(words))
    if any(word.upper() in ("DESCRIBE", "NOW", "RAND", "UUID", "STRUUID") for _, word in words):
        return None
    if _open_property(shown):
        return None

    def full(word: str) -> str:
        if word.startswith("<"):
            return f"<{urljoin(base, word[1:-1])}>"
        prefix, _, local = word.partition(":")
        return f"<{declared.get(prefix, prefix)}{local}>"

    names = {full(word) for kind, word in words if kind in _NAMES}
    types = {f"<{_TYPE}>{name}" for name in names}
    typing = f"<{_TYPE}>"
    open_class = any(
        (word == "a" or full(word) == typing)
        and (shown[place - 1][1] == "^" or not _closed(shown[place + 1 :]))
        for place, (kind, word) in enumerate(shown)
        if word == "a" or kind in _NAMES
    )
    return frozenset((names - {typing}) | types | ({typing} if open_class else set()))


def _word(token: Token) -> tuple[str, str]:
    named = token.kind == "word" and ":" in token.text and not token.text.startswith("_:")
    return "name" if named else token.kind, token.text


def _patterns(words: _Words) -> Iterator[tuple[str, str]]:
    """The words of a query without those of projections, orders and given values."""
    hidden = ""
    for kind, word in words:
        upper = word.upper() if kind == "word" else word
        if hidden == "VALUES":
            hidden = "" if word == "}" else hidden
        elif upper == "VALUES" or upper in _HIDING:
            hidden = upper
        elif hidden and upper not in ("{", "}", "WHERE", "HAVING", "LIMIT", "OFFSET"):
            continue
        else:
            hidden = ""
            yield kind, word


def _open_property(words: _Words) -> bool:
    """Whether a variable stands where a property does, or a path may have no step or any."""
    padded = [("", ""), *words, ("", "")]
    for (before, left), (kind, word), (after, right) in zip(
        padded, padded[1:], padded[2:], strict=False
    ):
        if kind == "variable":
            starts = before in (*_NAMES, "variable") or left in (";", "[", "]")
            starts = starts or left.startswith("_:")
            follows = after in (*_NAMES, "variable", "string") or right in ("[", "(")
            if starts and (follows or right.startswith("_:") or _NUMBER.match(right)):
                return True
        if (kind, word) == ("operator", "!") and (after in _NAMES or right in ("a", "^")):
            return True
    around = [*words, *[("", "")] * 4]  # so that there is something beside each word
    if any(_may_be_empty(around, at) and not _ended(around, at) for at in range(len(words))):
        return True
    negated = zip(words, words[1:], words[2:], strict=False)
    return any(
        (one[1], two[1]) == ("!", "(") and (three[0] in _NAMES or three[1] in ("a", "^"))
        for one, two, three in negated
    )


def _may_be_empty(words: _Words, at: int) -> bool:
    """Whether the word is the `*` or `?` of a path, which then may have no step."""
    before, left = words[at - 1]
    return words[at] in _OF_NO_STEP and (before in _NAMES or left in ("a", ")"))


def _ended(words: _Words, at: int) -> bool:
    """Whether an end of the path of no step is a term, or what a step beside it has found.

    Such a path leads from that end to itself, whatever else is said (SPARQL 1.1 §18.4); one between
    two variables leads from every term of the statements to itself.
    """
    kind, following = words[at + 1]
    if kind in (*_NAMES, "string") or _NUMBER.match(following):
        return True
    if following == "/":
        step = at + 3 if words[at + 2][1] == "^" else at + 2
        return _is_step(words[step]) and words[step + 1] not in _OF_NO_STEP
    first = _first_of_group(words, at - 1)
    first -= words[first - 1][1] == "^"
    if words[first - 1][1] != "/":
        return False
    last = first - 2
    if words[last] == ("operator", "+"):
        return True
    group = words[_first_of_group(words, last) : last]
    return _is_step(words[last]) or (bool(group) and not set(group) & set(_OF_NO_STEP))


def _first_of_group(words: _Words, last: int) -> int:
    """Where the bracket opens that closes at a word; the word itself where it is none."""
    depth = 0
    for at in range(last, -1, -1):
        depth += (words[at][1] == ")") - (words[at][1] == "(")
        if not depth:
            return at
    return last


def _is_step(word: tuple[str, str]) -> bool:
    return word[0] in _NAMES or word[1] == "a"


def _closed(after: _Words) -> bool:
    """Whether what follows `a` is classes and nothing else."""
    for (kind, _), (_, following) in pairwise([*after, ("", "")]):
        if kind not in _NAMES:
            return False
        if following != ",":
            return following not in ("/", "|", "*", "+", "?", "^")
    return False
