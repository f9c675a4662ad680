"""Dates in the words of French prose."""

from __future__ import annotations

import datetime

from mutugraph.messages import message


def day_in_words(day: datetime.date | None) -> str:
    """A day as French writes it: `1er janvier 2018`; nothing for none."""
    if day is None:
        return ""
    return f"{'1er' if day.day == 1 else day.day} {message(f'mois_{day.month}')} {day.year}"
