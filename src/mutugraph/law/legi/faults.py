"""What makes a source unusable, told with the file inside it."""

from __future__ import annotations

from mutugraph.errors import LegiUnreadable
from mutugraph.law.legi.wordings import Place


def refused(place: Place, detail: str, value: object = "") -> LegiUnreadable:
    """The error of a file; `detail` is a key of `messages/legi.toml` without `detail_`."""
    return LegiUnreadable(path=str(place), detail=f"legi_{detail}", value=str(value))
