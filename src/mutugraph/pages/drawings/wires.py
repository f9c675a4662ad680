"""Lines between boxes that stand in rows: each keeps to the gutters, and never runs over a box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

RAIL, TRUNK, HEAD = 26, 12, 8
_PORT, _SIDE_PORT = 16, 13
_MARGIN = 20


@dataclass(frozen=True, slots=True)
class Bond:
    """What one does towards others: keys of boxes, and the verb between them."""

    source: str
    verb: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A box as wires see it: its row, its sides."""

    row: int
    left: int
    right: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Wire:
    """A drawn bond: its path, the tips of its arrows, where its verb is written if it is."""

    path: str
    heads: tuple[str, ...]
    verb: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class _Run:
    """A bond in one direction: up (its own row included) or down; the gutters that it goes along.

    Gutter `n` is above row `n`.
    """

    bond: Bond
    targets: tuple[str, ...]
    up: bool
    exit: int
    entries: tuple[int, ...]

    @property
    def gutters(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys((self.exit, *self.entries)))

    @property
    def beside(self) -> bool:
        """Whether it stays in the row that it comes from, as the last in its gutter does."""
        return self.up and all(entry == self.exit for entry in self.entries)


def gutters(bonds: Iterable[Bond], rows: Mapping[str, int]) -> dict[int, int]:
    """How many rails each gutter holds: what the rows must leave between them."""
    return {gutter: len(runs) for gutter, runs in _rails(_runs(bonds, rows)).items()}


def needs_trunks(bonds: Iterable[Bond], rows: Mapping[str, int]) -> int:
    """How many bonds go past a row, along the left side of it."""
    return sum(len(run.gutters) > 1 for run in _runs(bonds, rows))


def railed(
    bonds: Sequence[Bond], frames: Mapping[str, Frame], tops: Mapping[int, int]
) -> tuple[Wire, ...]:
    """The wires between rows of boxes; `tops` is where each gutter begins."""
    runs = tuple(_runs(bonds, {key: frame.row for key, frame in frames.items()}))
    rails = _rails(runs)
    ports = _ports(runs, frames)
    left = min(frame.left for frame in frames.values())
    trunks = iter(range(left - TRUNK, -1000, -TRUNK))
    wires = []
    for index, run in enumerate(runs):
        ys = {g: tops[g] + _MARGIN + RAIL * rails[g].index(run) for g in run.gutters}
        start, y = ports[index, run.bond.source], ys[run.exit]
        source = frames[run.bond.source]
        path = [f"M{start} {source.top if run.up else source.bottom}V{y}"]
        ends = dict(zip(run.targets, run.entries, strict=True))
        if len(run.gutters) > 1:
            trunk = next(trunks)
            path += [f"M{start} {y}H{trunk}", f"M{trunk} {min(ys.values())}V{max(ys.values())}"]
        heads = []
        for target, gutter in ends.items():
            x, frame = ports[index, target], frames[target]
            below = frame.row < gutter
            edge = frame.bottom if below else frame.top
            origin = start if gutter == run.exit else trunk
            path.append(f"M{origin} {ys[gutter]}H{x}V{edge + (HEAD if below else -HEAD)}")
            heads.append(_head(x, edge, 1 if below else -1))
        wires.append(Wire("".join(path), tuple(heads), run.bond.verb, start + 7, y - 8))
    return tuple(wires)


def stacked(bonds: Sequence[Bond], frames: Mapping[str, Frame]) -> tuple[Wire, ...]:
    """The wires of boxes in one column: each has its trunk on the left."""
    taken: dict[str, int] = defaultdict(int)
    wires = []
    for rank, bond in enumerate(bonds):
        trunk = 4 + TRUNK * rank
        start = _side(frames[bond.source], bond.source, taken)
        path, heads = [f"M{frames[bond.source].left} {start}H{trunk}"], []
        for target in bond.targets:
            left, y = frames[target].left, _side(frames[target], target, taken)
            path.append(f"M{trunk} {start}V{y}H{left - HEAD}")
            heads.append(f"{left},{y} {left - HEAD},{y - 4} {left - HEAD},{y + 4}")
        wires.append(Wire("".join(path), tuple(heads), "", 0, 0))
    return tuple(wires)


def _side(frame: Frame, key: str, taken: dict[str, int]) -> int:
    taken[key] += 1
    return frame.top + _SIDE_PORT * taken[key]


def _head(x: int, y: int, way: int) -> str:
    return f"{x},{y} {x - 4},{y + way * HEAD} {x + 4},{y + way * HEAD}"


def _runs(bonds: Iterable[Bond], rows: Mapping[str, int]) -> Iterator[_Run]:
    for bond in bonds:
        row = rows[bond.source]
        above = tuple(t for t in bond.targets if rows[t] <= row)
        below = tuple(t for t in bond.targets if rows[t] > row)
        if above:
            entries = tuple(rows[t] + (rows[t] < row) for t in above)
            yield _Run(bond, above, up=True, exit=row, entries=entries)
        if below:
            yield _Run(bond, below, up=False, exit=row + 1, entries=tuple(rows[t] for t in below))


def _rails(runs: Iterable[_Run]) -> dict[int, list[_Run]]:
    found: dict[int, list[_Run]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: run.beside):
        for gutter in run.gutters:
            found[gutter].append(run)
    return found


def _ports(runs: Sequence[_Run], frames: Mapping[str, Frame]) -> dict[tuple[int, str], int]:
    """Where each run touches each box: side by side, those that come from the left at the left."""
    touches: dict[tuple[str, bool], list[tuple[float, int]]] = defaultdict(list)
    for index, run in enumerate(runs):
        source = frames[run.bond.source]
        for target in run.targets:
            at_top = frames[target].row >= source.row
            touches[target, at_top].append((_middle(source), index))
        mean = sum(_middle(frames[t]) for t in run.targets) / len(run.targets)
        touches[run.bond.source, run.up].append((mean, index))
    return {
        (index, key): int(_middle(frames[key]) + (place - (len(all_) - 1) / 2) * _PORT)
        for (key, _), all_ in touches.items()
        for place, (_, index) in enumerate(sorted(all_))
    }


def _middle(frame: Frame) -> float:
    return (frame.left + frame.right) / 2
