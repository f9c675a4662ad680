"""The figures of the query processes of one server process."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """What happened since the start, for `/metrics`."""

    asked: int = 0
    stopped: int = 0
    crashed: int = 0
    busy: int = 0
    long: int = 0
    displaced: int = 0
    started: int = 0
    seconds: float = 0.0
