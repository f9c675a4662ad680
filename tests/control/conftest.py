"""Where the fictitious schéma of the tests is."""

from __future__ import annotations

from pathlib import Path

FIXTURE = Path(__file__).parent.parent / "fixtures" / "schema-fictif"
