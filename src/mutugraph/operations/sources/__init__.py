"""The verbs of source documents: one module each."""

from __future__ import annotations

from mutugraph.operations.sources.add import Added, add_document
from mutugraph.operations.sources.check import Checked, check_sources
from mutugraph.operations.sources.cover import Covered, cover_documents
from mutugraph.operations.sources.locate import Located, locate_words
from mutugraph.operations.sources.pin import Open, Pinned, PinRun, Reason, pin_passages
from mutugraph.operations.sources.prove import Proved, count_proved

__all__ = [
    "Added",
    "Checked",
    "Covered",
    "Located",
    "Open",
    "PinRun",
    "Pinned",
    "Proved",
    "Reason",
    "add_document",
    "check_sources",
    "count_proved",
    "cover_documents",
    "locate_words",
    "pin_passages",
]
