"""The control of one EPCI again, after one of its files has changed."""

from __future__ import annotations

from bench.control_rows import _from_nothing, _validate
from bench.measuring import Ground, Rows, most, seconds
from bench.publish_rows import _CHANGED, _FACT

_SECONDS = 0.7
_CHANGES = 3


def changed(ground: Ground) -> Rows:
    """The whole command, as an author runs it: once, then after each change of a fact.

    Each change is one that no run has seen.
    """
    report = ground.folder / "report.json"
    path = next(p for p in ground.workspace.data_files if _FACT in p.read_text(encoding="utf-8"))
    before = path.read_text(encoding="utf-8")
    took = [seconds(lambda: _from_nothing(ground, report))]
    try:
        for rank in range(_CHANGES):
            fact = _CHANGED.replace("4", str(4 + rank))
            path.write_text(before.replace(_FACT, fact, 1), encoding="utf-8")
            took.append(seconds(lambda: _validate(ground, report)))
    finally:
        path.write_text(before, encoding="utf-8")
    told = f"the first {took[0]:.2f} s"
    yield most("validate, one file changed", min(took[1:]), _SECONDS, "s", told)
