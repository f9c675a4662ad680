"""Look-ups so short that they may run in the server itself, where nothing could stop them.

One triple pattern, no variable twice, with a given subject, or of which at most a hundred rows are
asked: pyoxigraph then reads one range of one index, and no more of it than what is answered.
Everything else, however innocent, goes to a query process.
"""

from __future__ import annotations

import re

from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.engine.formats import RESULT_FORMATS
from mutugraph.engine.pool import Pool, Reply
from mutugraph.engine.protocol import UNION
from mutugraph.engine.wire import Asked
from mutugraph.errors import QueryFormatUnknown

_LONGEST = 2000
_FEW_ROWS = 100
_TABLES = tuple(RESULT_FORMATS)
_IRI = r"(?:<[^<>\"{}|^`\\\s]*>|[A-Za-z][\w-]*:[\w-]*)"
_ANY = rf"(?:\?\w+|{_IRI})"
_LOOK_UP = re.compile(
    rf"\s*(?:PREFIX\s+[\w-]*:\s*<[^<>\"{{}}|^`\\\s]*>\s*)*"
    rf"SELECT\s*(?:\*|(?:\s\?\w+)+)\s*(?:WHERE\s*)?"
    rf"\{{\s*(?P<pattern>(?:(?P<subject>{_IRI})|\?\w+)\s+{_ANY}\s+{_ANY})\s*\.?\s*\}}"
    rf"\s*(?:LIMIT\s+(?P<limit>\d{{1,18}})\s*)?",
    re.IGNORECASE | re.ASCII,
)


def is_look_up(asked: Asked) -> bool:
    """Whether a query is one of these; the dataset must be the usual one."""
    if len(asked.text) > _LONGEST or asked.graphs != UNION or asked.base:
        return False
    found = _LOOK_UP.fullmatch(asked.text)
    if found is None:
        return False
    variables = [part for part in found["pattern"].split() if part.startswith("?")]
    if len(variables) > len(set(variables)):  # a sieve: what it leaves out is read all the same
        return False
    return bool(found["subject"]) or int(found["limit"] or _FEW_ROWS + 1) <= _FEW_ROWS


class QuickOrPooled:
    """Look-ups in this process, everything else in the pool, over the same store."""

    def __init__(self, engine: EmbeddedEngine, pool: Pool) -> None:
        self._engine = engine
        self._pool = pool

    async def answer(self, asked: Asked) -> Reply:
        """See `Pool.answer`."""
        if not is_look_up(asked):
            return await self._pool.answer(asked)
        if asked.table is None:
            raise QueryFormatUnknown(format=asked.graph and asked.graph.name, known=_TABLES)
        return Reply(asked.table.name, self._engine.serialize(asked.text, asked.table))
