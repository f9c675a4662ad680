"""What a tool answers: words for a reader, and the same as data; neither is too long to take in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mutugraph.messages import message

Json = dict[str, object]
MOST_CHARACTERS = 30_000
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Reply:
    """The words and the data of one answer."""

    text: str
    data: Json

    def noting(self, remarks: list[str]) -> Reply:
        """The same, after remarks on what was asked."""
        if not remarks:
            return self
        return Reply(paragraphs([*remarks, self.text]), {**self.data, "remarques": remarks})


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of a long answer that are given: from `first` on, of `total`."""

    first: int
    total: int

    @property
    def rows(self) -> slice:
        """Which rows they are."""
        return slice(self.first, self.first + MOST_ROWS)

    @property
    def following(self) -> int | None:
        """Where the rest begins, if there is one."""
        last = self.first + MOST_ROWS
        return last if last < self.total else None

    @property
    def told(self) -> str:
        """How to go on; nothing where the answer is whole."""
        if self.following is None:
            return ""
        facts = {"premiere": self.first + 1, "derniere": self.following}
        return message("assistant_suite", **facts, total=self.total, suite=self.following)

    @property
    def data(self) -> Json:
        """The same as data."""
        suite = {} if self.following is None else {"suite": self.following}
        return {"total": self.total, **suite}


def window(given: object, total: int) -> Window:
    """The window that begins where `depuis` says, by default at the beginning."""
    return Window(max(0, int(str(given or 0))), total)


def paragraphs(parts: Iterable[str]) -> str:
    """The parts that say something, one below the other."""
    return "\n".join(part for part in parts if part)


def marked(text: str) -> str:
    """What comes out of documents is announced as data: an assistant must not obey it."""
    return f"{message('assistant_donnees')}\n\n{text}"


def cut(text: str) -> str:
    """A text that an assistant can take in, with how much of it is left out."""
    if len(text) <= MOST_CHARACTERS:
        return text
    told = message("assistant_suite_texte", montre=MOST_CHARACTERS, total=len(text))
    return f"{text[:MOST_CHARACTERS]}\n{told}"
