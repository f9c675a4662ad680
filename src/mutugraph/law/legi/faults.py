"""What makes a source unusable, told with the file inside it."""

from __future__ import annotations

from mutugraph.errors import LegiUnreadable
from mutugraph.law.legi.wordings import Place
from mutugraph.messages import message


def refused(place: Place, detail: str, value: object = "") -> LegiUnreadable:
    """The error of a file; `detail` is a key of `messages/legi.toml` without `detail_`."""
    shown = message("legi_valeur", value=str(value)) if str(value) else ""
    return LegiUnreadable(path=str(place), detail=f"legi_{detail}", value=shown)
