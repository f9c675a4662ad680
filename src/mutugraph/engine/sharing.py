"""Who gives way where the long lane is full: the client that has most of it.

A client weighs the places that it holds, and one more for each of its queries that came to nothing
in the last minute: stopped at its deadline, or dead of its own memory. Of many addresses with one
endless query each, those that come again weigh two; who has answers weighs what it holds.

The heaviest loses its newest query, which has the least of its work done, and only to a client that
weighs no more even then: two of them never take turns. Who holds one place and wasted none keeps
it, so that many new addresses take from nobody what he has.
"""

from __future__ import annotations

import math
import time
from collections import Counter, deque
from collections.abc import Sequence

from mutugraph.engine.processes import QueryProcess

_REMEMBERED_S = 60.0


class Shares:
    """What the clients of one pool have had of its long lane."""

    def __init__(self) -> None:
        self._lost: deque[tuple[float, str]] = deque()

    def came_to_nothing(self, client: str) -> None:
        """Notes that a query of this client had its time, or its memory, for no answer."""
        self._forget()
        self._lost.append((time.monotonic(), client))

    def who_gives_way(
        self, newcomer: QueryProcess, holding: Sequence[QueryProcess]
    ) -> QueryProcess | None:
        """Which of those that hold the places loses its own; None where nobody has too many."""
        weights = self._weights(holding)
        heaviest = max(holding, key=lambda process: (weights[process.client], -process.lasted_s))
        enough = weights[newcomer.client] + 2  # with the place that it takes, and one to spare
        return heaviest if weights[heaviest.client] >= enough else None

    @staticmethod
    def soonest_s(holding: Sequence[QueryProcess], deadline_s: float) -> int:
        """In how many seconds, at the latest, one of those that hold the places has ended."""
        longest = max((process.running_s for process in holding), default=deadline_s)
        return max(1, math.ceil(deadline_s - longest))

    def weight(self, client: str, holding: Sequence[QueryProcess]) -> int:
        """What a client holds, and has wasted."""
        return self._weights(holding)[client]

    def _weights(self, holding: Sequence[QueryProcess]) -> Counter[str]:
        self._forget()
        weights = Counter(client for _, client in self._lost)
        weights.update(process.client for process in holding)
        return weights

    def _forget(self) -> None:
        until = time.monotonic() - _REMEMBERED_S
        while self._lost and self._lost[0][0] < until:
            self._lost.popleft()
