"""Looks a French sentence up by its key; the sentences themselves are in `messages/*.toml`.

A key has `quoi` (what happened, and where), and may have `remede` (how to mend it). When a fact
that `remede` names is empty, `remede_sinon` is used instead.
"""

from __future__ import annotations

import errno
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from mutugraph.errors import MutugraphError

_LONGEST = 500
_FOLDER = Path(__file__).parent / "messages"


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


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every key of every file. A key that is in two files is a fault of the program."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
        twice = found.keys() & entries.keys()
        if twice:
            raise KeyError(f"{path.name}: {sorted(twice)}")
        found.update(entries)
    return MappingProxyType(found)


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
