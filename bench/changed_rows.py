"""The control of one EPCI again, after nothing or one of its files has changed."""

from __future__ import annotations

from bench.control_rows import _again, _from_nothing
from bench.measuring import Ground, Row, Rows, most
from bench.publish_rows import _CHANGED, _FACT

_SECONDS = 0.7
_CHANGES = 3
_LABEL = 'skos:prefLabel "'


def changed(ground: Ground) -> Rows:
    """The whole command, as an author runs it: once, then after each change of a fact.

    Each change is one that no run has seen, of a number, then of a label, on which more is said.
    Seconds of a core; the clock's are told beside.
    """
    store = ground.built.folder.parent
    path = next(p for p in ground.workspace.data_files if _FACT in p.read_text(encoding="utf-8"))
    before = path.read_text(encoding="utf-8")
    first = _from_nothing(ground, store)
    again = _again(ground, store)
    told = f"clock {again.clock:.2f} s, the first {first.worked:.2f} s"
    yield Row("validate, nothing changed", f"{again.worked:.2f} s", told, None)
    numbers = [(_FACT, _CHANGED.replace("4", str(4 + rank))) for rank in range(_CHANGES)]
    labels = [(_LABEL, f"{_LABEL}{rank} ") for rank in range(_CHANGES)]
    for what, changes in (("number", numbers), ("label", labels)):
        found = []
        try:
            for fact, now in changes:
                path.write_text(before.replace(fact, now, 1), encoding="utf-8")
                found.append(_again(ground, store))
        finally:
            path.write_text(before, encoding="utf-8")
        took = f"clock {min(used.clock for used in found):.2f} s"
        worked = min(used.worked for used in found)
        yield most(f"validate, one {what} changed", worked, _SECONDS, "s", took)
