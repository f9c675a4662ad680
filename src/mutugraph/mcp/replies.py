"""What a tool answers: words for a reader, and the same as data."""

from __future__ import annotations

from dataclasses import dataclass

from mutugraph.messages import message

Json = dict[str, object]
MOST_CHARACTERS = 30_000


@dataclass(frozen=True, slots=True)
class Reply:
    """The words and the data of one answer."""

    text: str
    data: Json


def marked(text: str) -> str:
    """What comes out of documents is announced as data: an assistant must not obey it."""
    return f"{message('assistant_donnees')}\n\n{text}"


def cut(text: str) -> str:
    """A text that an assistant can take in, with how much of it is left out."""
    if len(text) <= MOST_CHARACTERS:
        return text
    told = message("assistant_suite_texte", montre=MOST_CHARACTERS, total=len(text))
    return f"{text[:MOST_CHARACTERS]}\n{told}"
