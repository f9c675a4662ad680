"""The control of one EPCI again, after one of its files has changed."""

from __future__ import annotations

from bench.control_rows import _validate
from bench.measuring import Ground, Rows, most, seconds
from bench.publish_rows import _CHANGED, _FACT

_SECONDS = 0.7


def changed(ground: Ground) -> Rows:
    """The whole command, as an author runs it: once, then after each change of a fact."""
    report = ground.folder / "report.json"
    path = next(p for p in ground.workspace.data_files if _FACT in p.read_text(encoding="utf-8"))
    texts = [path.read_text(encoding="utf-8")]
    texts.append(texts[0].replace(_FACT, _CHANGED, 1))
    took = [seconds(lambda: _validate(ground, report))]
    try:
        for text in (texts[1], texts[0], texts[1]):
            path.write_text(text, encoding="utf-8")
            took.append(seconds(lambda: _validate(ground, report)))
    finally:
        path.write_text(texts[0], encoding="utf-8")
    told = f"the first {took[0]:.2f} s"
    yield most("validate, one file changed", min(took[1:]), _SECONDS, "s", told)
