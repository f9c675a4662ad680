"""The law replayed on LEGI: checked, imported, watched (docs/interfaces.md §2)."""

from mutugraph.operations.legi.check import Checked, Told, check_legi, proposed_patch

__all__ = ["Checked", "Told", "check_legi", "proposed_patch"]
