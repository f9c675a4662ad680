"""What is wrong with a source of LEGI."""

from __future__ import annotations

from mutugraph.errors.files import FileError


class LegiUnreadable(FileError, code="legi_illisible"):
    """A file of a source, inside an archive maybe. Facts: `path`, `detail`, `value`."""


class LegiOutOfOrder(FileError, code="legi_desordre"):
    """Archives that do not follow one another. Facts: `path`, `detail`, `before`, `missing`."""
