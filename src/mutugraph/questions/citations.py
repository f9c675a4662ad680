"""What a citation of a text or an article says, whatever its typography and the order of its words.

`L. 5211-4-2`, `l 5211 4 2` and `article L5211-4-2 du code général des collectivités territoriales`
give the same words, in the order of the short form: the text first, then the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mutugraph.errors import IriInvalid
from mutugraph.iris import slug

Words = tuple[str, ...]
_PIECE = re.compile(r"[a-z]+|\d+")
_NOISE = frozenset({"article", "articles", "art", "arts", "du", "de", "la", "le", "n", "no"})
_ELIDED = frozenset(
    {"l", "d"}
)  # « l'article », « d'une »: letters of an article before a number only
_LETTERS = frozenset({"l", "lo", "r", "d", "a"})  # legislative, organic, regulatory…; R* is R
# « du 26 janvier 1984 portant… », up to the article where one follows
_DATE_AND_TITLE = re.compile(r"\bdu \d{1,2}(?:er)? [^\W\d]+ \d{4}\b.*?(?=\bart|$)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def citation_words(text: str) -> Words:
    """The words and numbers of a citation, without the noise around them.

    The letter of an article is one of its words: `D. 5211-4-2` is not `L. 5211-4-2`.
    """
    try:
        plain = slug(_DATE_AND_TITLE.sub("", " ".join(text.split())).replace(".", " "))
    except IriInvalid:
        return ()
    pieces = _PIECE.findall(plain)
    pairs = zip(pieces, [*pieces[1:], ""], strict=True)
    kept = (p for p, then in pairs if p not in _NOISE and (p not in _ELIDED or then.isdigit()))
    return tuple(kept)


def ways_to_say(known: Words) -> Iterator[Words]:
    """A short form whole, then without its first words, never without a number.

    An article may be said without its letter, with its text or alone.
    """
    yield from _tails(known)
    number = next((i for i, word in enumerate(known) if word.isdigit()), 0)
    if number and known[number - 1] in _LETTERS:
        yield from _tails((*known[: number - 1], *known[number:]))


def _tails(known: Words) -> Iterator[Words]:
    for start in range(len(known)):
        if any(word.isdigit() for word in known[:start]):
            return
        yield known[start:]


def text_first(wanted: Words, name: Words, short: Words) -> Words | None:
    """The same citation with a text called by `name` put first, under its `short` form."""
    at = _position(wanted, name)
    if at is None or not name:
        return None
    around = (*wanted[:at], *wanted[at + len(name) :])
    # « loi NOTRe » names the kind of text that the short form begins with
    rest = tuple(w for w in around if w.isdigit() or w != short[0])
    return (*short, *rest)


def _position(words: Sequence[str], part: Sequence[str]) -> int | None:
    last = len(words) - len(part)
    return next((i for i in range(last + 1) if tuple(words[i : i + len(part)]) == part), None)
