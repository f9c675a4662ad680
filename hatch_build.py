"""The wheel carries the four folders under `mutugraph/_workspace/`.

An editable install reads them where they are.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("ontology", "data/ttl", "shapes", "queries")


class PackagedWorkspace(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the folders to a standard wheel, and to no other build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds."""
        if version == "standard" and self.target_name == "wheel":
            build_data["force_include"] |= {f: f"mutugraph/_workspace/{f}" for f in FOLDERS}
