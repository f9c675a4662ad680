"""What changes from one base to another: entity by entity, and in the answers of the questions."""

from __future__ import annotations

from mutugraph.operations.diff.changes import (
    Change,
    Difference,
    EntityChange,
    FileChange,
    Kind,
)
from mutugraph.operations.diff.compare import diff
from mutugraph.operations.diff.impact import AnswerChange

__all__ = ["AnswerChange", "Change", "Difference", "EntityChange", "FileChange", "Kind", "diff"]
