"""`python -m release`: the wheel, what it needs with hashes, the bill of materials, their sums.

Two runs over the same commit give the same bytes: times come from the commit. What is written is
all that an installation needs: no name is looked up that someone else could take.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from release.bill import bill

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"


def main() -> None:
    """Fills `dist/`."""
    number = version("mutugraph")
    DIST.mkdir(exist_ok=True)
    told = subprocess.run(
        ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [*pip, "--wheel-dir", str(DIST), str(ROOT)],
        env={**os.environ, "SOURCE_DATE_EPOCH": told or "315532800"},
        check=True,
    )
    wheel = DIST / f"mutugraph-{number}-py3-none-any.whl"
    lock = (ROOT / "lock" / "run.txt").read_text(encoding="utf-8")
    own = f"./{wheel.name} --hash=sha256:{_sum(wheel)}\n"
    (DIST / "requirements.txt").write_text(lock + own, encoding="utf-8")
    written = json.dumps(bill(ROOT, number), indent=1, sort_keys=True)
    (DIST / "mutugraph.cdx.json").write_text(written + "\n", encoding="utf-8")
    files = (wheel, DIST / "requirements.txt", DIST / "mutugraph.cdx.json")
    sums = "".join(f"{_sum(path)}  {path.name}\n" for path in files)
    (DIST / "SHA256SUMS").write_text(sums, encoding="utf-8")


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
