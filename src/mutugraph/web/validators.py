"""Whether a client already has a representation (RFC 9110 §13.2.2): its tag, else its date."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime


def has_it(tags: str | None, since: str | None, tag: str, modified: str | None) -> bool:
    """`tags` is `If-None-Match`, which prevails over `since`, `If-Modified-Since`."""
    if tags is not None:
        given = (part.strip().removeprefix("W/") for part in tags.split(","))
        return tags.strip() == "*" or tag.removeprefix("W/") in given
    if since is None or not modified:
        return False
    try:
        date = parsedate_to_datetime(since)
        if date.tzinfo is None:  # a date without a zone is of Greenwich (RFC 9110 §5.6.7)
            date = date.replace(tzinfo=UTC)
        return date >= _midnight(modified)
    except (ValueError, OverflowError, TypeError):  # no date, or one that no calendar has
        return False


def http_date(day: str) -> str:
    """A day as HTTP writes dates (RFC 9110 §5.6.7)."""
    return format_datetime(_midnight(day), usegmt=True)


def _midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)
