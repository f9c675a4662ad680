"""The chart of the governance: what is drawn between boxes passes beside them, and reaches them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from mutugraph.pages.drawings.governance import NARROW, WIDE, Body, Box, Chart, Shape, chart
from mutugraph.pages.drawings.wires import Bond

SEEDS = range(40)
SHAPES = pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
Segment = tuple[float, float, float, float]


def segments(path: str) -> Iterator[Segment]:
    """The straight pieces of a path made of M, H and V."""
    x = y = 0.0
    for letter, numbers in re.findall(r"([MHV])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        if letter == "M":
            x, y = values
            continue
        before = (x, y)
        x, y = (values[0], y) if letter == "H" else (x, values[0])
        yield *before, x, y


def crosses(segment: Segment, box: Box) -> bool:
    """Whether a piece goes through the inside of a box, beyond its edge."""
    x1, y1, x2, y2 = segment
    over = max(x1, x2) > box.x + 1 and min(x1, x2) < box.x + box.width - 1
    return over and max(y1, y2) > box.y + 1 and min(y1, y2) < box.y + box.height - 1


def on_edge(tip: str, box: Box) -> bool:
    x, y = (float(number) for number in tip.split(maxsplit=1)[0].split(","))
    beside = x == box.x and box.y <= y <= box.y + box.height
    return beside or (y in (box.y, box.y + box.height) and box.x <= x <= box.x + box.width)


def drawn(seed: int, shape: Shape) -> tuple[Chart, tuple[Bond, ...]]:
    """A governance of up to four levels and thirteen bodies, with bonds in every direction."""
    chance = random.Random(seed)
    levels = [
        f"niveau {n}" for n in range(chance.randint(1, 4)) for _ in range(chance.randint(1, 6))
    ]
    bodies = [
        Body(
            str(n), "Conseil de " + "mutualisation " * chance.randint(0, 4), ("Rythme",), level, "#"
        )
        for n, level in enumerate(levels)
    ][:13]
    keys = [body.key for body in bodies]
    bonds = []
    for source in chance.sample(keys, min(4, len(keys))):
        others = [key for key in keys if key != source]
        if others:
            targets = tuple(chance.sample(others, chance.randint(1, min(3, len(others)))))
            bonds.append(Bond(source, "Prépare", targets))
    made = chart(bodies, bonds, shape)
    assert made
    return made, tuple(bonds)


def boxes(made: Chart) -> tuple[Box, ...]:
    return tuple(box for band in made.bands for box in band.boxes)


@SHAPES
@pytest.mark.parametrize("seed", SEEDS)
def test_no_wire_runs_over_a_box_and_each_tip_touches_its_target(seed: int, shape: Shape) -> None:
    made, bonds = drawn(seed, shape)
    shown = boxes(made)
    for wire in made.wires:
        hidden = [s for s in segments(wire.path) for box in shown if crosses(s, box)]
        assert hidden == []
    tips = [tip for wire in made.wires for tip in wire.heads]
    wanted = [shown[int(target)] for bond in bonds for target in bond.targets]
    assert len(tips) == len(wanted)
    assert all(any(on_edge(tip, box) for tip in tips) for box in wanted)


@SHAPES
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_drawn_out_of_the_frame_nor_over_another_box(seed: int, shape: Shape) -> None:
    made, _ = drawn(seed, shape)
    shown = boxes(made)
    for box in shown:
        assert box.x >= 0
        assert box.x + box.width <= made.width
        assert box.y + box.height <= made.height
        edges = (box.x, box.y, box.x + box.width, box.y + box.height)
        assert not any(crosses(edges, other) for other in shown if other is not box)
    for x1, y1, x2, y2 in (s for wire in made.wires for s in segments(wire.path)):
        assert 0 <= min(x1, x2) <= max(x1, x2) <= made.width
        assert 0 <= min(y1, y2) <= max(y1, y2) <= made.height


def test_two_wires_never_share_a_rail() -> None:
    for seed in SEEDS:
        made, _ = drawn(seed, WIDE)
        rails = [
            {y1 for x1, y1, x2, y2 in segments(wire.path) if y1 == y2 and x1 != x2}
            for wire in made.wires
        ]
        assert sum(map(len, rails)) == len(set().union(*rails))


@SHAPES
def test_without_any_body_nothing_is_drawn(shape: Shape) -> None:
    assert chart((), (), shape) is None
