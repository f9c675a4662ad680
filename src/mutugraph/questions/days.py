"""The day that a user asks: ISO 8601, or today by its name."""

from __future__ import annotations

import datetime
import re

from mutugraph.errors import IriInvalid, ParameterInvalid
from mutugraph.iris import slug
from mutugraph.typography import keyboard

TODAY = "aujourd-hui"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def day_asked(text: str) -> str:
    """The day of a text, ISO 8601; `aujourd-hui` is the present day. Raises `ParameterInvalid`."""
    if is_today(text):
        return datetime.date.today().isoformat()
    try:
        typed = keyboard(text).strip()
        if not _DAY.match(typed):
            raise ValueError(text)
        return datetime.date.fromisoformat(typed).isoformat()
    except ValueError:
        expected = f"AAAA-MM-JJ | {TODAY}"
        raise ParameterInvalid(name="date", value=text, expected=expected) from None


def is_today(text: str) -> bool:
    """Whether a text says « today », with its apostrophe or as the code."""
    try:
        return slug(text) == TODAY
    except IriInvalid:
        return False
