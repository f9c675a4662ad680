"""The law replayed on LEGI: checked, imported, watched (docs/interfaces.md §2)."""

from mutugraph.operations.legi.check import Checked, Told, check_legi, proposed_patch
from mutugraph.operations.legi.importing import Imported, import_legi
from mutugraph.operations.legi.watch import Changed, Watched, watch_legi

__all__ = [
    "Changed",
    "Checked",
    "Imported",
    "Told",
    "Watched",
    "check_legi",
    "import_legi",
    "proposed_patch",
    "watch_legi",
]
