"""Looks a French sentence up by its key; the sentences themselves are in `messages/*.toml`.

A key has `quoi` (what happened, and where), and may have `remede` (how to mend it). When a fact
that `remede` names is empty, `remede_sinon` is used instead.
"""

from __future__ import annotations

import errno
import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from threading import Lock

from mutugraph.errors import MutugraphError

_LONGEST = 500
_FOLDER = Path(__file__).parent / "messages"
_FIRST = ("aide.toml", "cli.toml")  # what every command needs


def message(key: str, **facts: object) -> str:
    """The sentence of a key with its facts: what happened, then how to mend it.

    A sequence is written with commas. Raises `KeyError` for an unknown key or a missing fact,
    which is a fault of the program: a test proves that there is none.
    """
    parts = sentences()[key]
    written = {name: _written(value) for name, value in facts.items()}
    return " ".join(p for p in (parts["quoi"].format_map(written), _remedy(parts, written)) if p)


def explain(error: MutugraphError, *, remedy: bool = True) -> str:
    """The sentence of an error; without how to mend it, where that stands beside as links.

    A `kind` of name is told by its French word, `genre_<kind>`; a `detail` by its own,
    `detail_<detail>`, or where the system gives it in English by that of its errno, `errno_<NAME>`;
    one that is an error, by its own sentence. A fact as long as an attacker likes is cut.
    """
    facts = dict(error.facts)
    detail = facts.get("detail")
    if isinstance(detail, MutugraphError):
        facts["detail"] = _what(detail)
    if "kind" in facts and f"genre_{facts['kind']}" in sentences():
        facts["kind"] = message(f"genre_{facts['kind']}")
    if "detail" in facts:
        own = f"detail_{facts['detail']}"
        known = message(own) if own in sentences() else facts["detail"]
        facts["detail"] = _system_words().get(str(known), known)
    kept = {name: _cut(value) for name, value in facts.items()}
    if remedy:
        return message(error.code, **kept)
    written = {name: _written(value) for name, value in kept.items()}
    return sentences()[error.code]["quoi"].format_map(written)


def _what(error: MutugraphError) -> str:
    """What happened, without how to mend it, to stand within another sentence."""
    written = {name: _written(value) for name, value in error.facts.items()}
    return sentences()[error.code]["quoi"].format_map(written).rstrip(".")


@cache
def _system_words() -> Mapping[str, str]:
    """What the system says of an error, to how we say it."""
    known = ((os.strerror(number), f"errno_{name}") for number, name in errno.errorcode.items())
    return {said: message(key) for said, key in known if key in sentences()}


class _Sentences(Mapping[str, Mapping[str, str]]):
    """Every key of every file, each file read when a key is not in those before it.

    A help page, or a short answer, needs two of the twenty: reading all is a third of its time.
    """

    def __init__(self) -> None:
        self._found: dict[str, Mapping[str, str]] = {}
        first = [_FOLDER / name for name in _FIRST]
        self._left = [*first, *sorted(set(_FOLDER.glob("*.toml")).difference(first))]
        self._reading = Lock()

    def __getitem__(self, key: str) -> Mapping[str, str]:
        while key not in self._found and self._read():
            pass
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        while self._read():
            pass
        return iter(self._found)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _read(self) -> bool:
        """Reads the next file; whether there was one."""
        with self._reading:
            if not self._left:
                return False
            path = self._left[0]
            entries = tomllib.loads(path.read_text(encoding="utf-8"))
            twice = self._found.keys() & entries.keys()
            if twice:
                raise KeyError(f"{path.name}: {sorted(twice)}")
            self._found |= entries
            del self._left[0]
            return True


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every key of every file. A key that is in two files is a fault of the program."""
    return _Sentences()


def names_in(template: str) -> set[str]:
    """The facts that a sentence names."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _remedy(parts: Mapping[str, str], facts: Mapping[str, str]) -> str:
    remedy = parts.get("remede", "")
    if all(facts[name] for name in names_in(remedy)):
        return remedy.format_map(facts)
    return parts.get("remede_sinon", "").format_map(facts)


def _cut(value: object) -> object:
    too_long = isinstance(value, str) and len(value) > _LONGEST
    return f"{str(value)[:_LONGEST]}…" if too_long else value


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case list() | tuple() | set() | frozenset():
            return ", ".join(str(item) for item in value)
        case _:
            return str(value)
