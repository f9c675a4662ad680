"""The coverage of documents, as tables and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from mutugraph.cli.tables import drawn
from mutugraph.messages import message
from mutugraph.operations.sources.cover import Covered
from mutugraph.operations.sources.prove import Proved

_EXCERPT = 100


def as_tables(documents: Sequence[Covered], proved: Proved) -> bytes:
    """For each document its share, then what is left, the strongest first; the labels proved."""
    tables = [b"".join(_table(one)) for one in documents]
    counts = {"proved": proved.total - proved.unproved, "total": proved.total}
    return b"\n".join([*tables, f"{message('sources_prouves', **counts)}\n".encode()])


def as_json(documents: Sequence[Covered], proved: Proved, revision: str) -> str:
    """The same as values; words whole."""
    whole = {
        "revision": revision,
        "libelles": {"total": proved.total, "prouves": proved.total - proved.unproved},
        "documents": [_values(one) for one in documents],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _table(one: Covered) -> Iterator[bytes]:
    found = one.coverage
    share = message("sources_part", part=round(100 * (found.share or 0)))
    counts = [
        message(f"sources_nature_{nature}", covered=found.covered[nature], total=total)
        for nature, total in found.total.items()
        if total
    ]
    yield f"{one.name} : {share}\n  {' · '.join(counts)}\n".encode()
    rows = [(left.nature, str(left.place.first_line), _short(left.words)) for left in found.left]
    if rows:
        names = [message(f"sources_colonne_{name}") for name in ("nature", "ligne", "lu")]
        yield b"\n" + drawn(names, rows, [False, True, False])


def _values(one: Covered) -> dict[str, object]:
    found = one.coverage
    return {
        "document": one.name,
        "enregistre": one.pinned,
        "part": None if found.share is None else round(found.share, 4),
        "natures": [
            {"nature": nature, "total": total, "couverts": found.covered[nature]}
            for nature, total in found.total.items()
        ],
        "restes": [
            {"nature": left.nature, "lu": left.words, "ligne": left.place.first_line}
            for left in found.left
        ],
    }


def _short(words: str) -> str:
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT]}…"
