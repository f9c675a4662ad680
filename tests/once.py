"""What several processes of a run need, made by the first of them that asks."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path


def once(place: Path, make: Callable[[Path], object]) -> Path:
    """The folder `place`, whole: `make` fills a folder that is not there yet, in one process only.

    The others wait for it. Who reads it changes nothing in it.
    """
    with place.with_name(f".{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.is_dir():
            aside = place.with_name(f".{place.name}.aside")
            shutil.rmtree(aside, ignore_errors=True)
            make(aside)
            aside.rename(place)
    return place
