"""What is wrong with a workbook as a file."""

from __future__ import annotations

from mutugraph.errors.files import FileError


class BookForeign(FileError, code="classeur_etranger"):
    """A spreadsheet that is no workbook of ours. Facts: `path`."""


class BookVersion(FileError, code="classeur_autre_version"):
    """A workbook of a version to come, or of none. Facts: `path`, `found`, `expected`."""


class BookTooLarge(FileError, code="classeur_trop_grand"):
    """A workbook over its limit of size or of rows. Facts: `path`, `limit`."""


class BookUnreadable(FileError, code="classeur_illisible"):
    """A spreadsheet that cannot be read. Facts: `path`, `detail` (`classeur_…`)."""
