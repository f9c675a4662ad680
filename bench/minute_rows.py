"""The first minute of a server: every page, while it still prepares what others will ask."""

from __future__ import annotations

import re
import time
from collections import deque
from urllib.request import urlopen

from bench.measuring import Ground, Row, Rows
from bench.site_rows import _serving

_MINUTE_S, _MOST_S = 60, 0.3
_LINK = re.compile(r'href="(/[^".?#]*)"')  # with a dot: a file


def minute(ground: Ground) -> Rows:
    """From the first answer on, page after page as a reader finds them, each asked for once."""
    ground.built  # noqa: B018 - builds the store, as a first start does
    times: dict[str, float] = {}
    with _serving(ground) as (_, url, _):
        until = time.monotonic() + _MINUTE_S
        known, waiting = {"/"}, deque(["/"])
        while waiting and time.monotonic() < until:
            path = waiting.popleft()
            asked = time.monotonic()
            with urlopen(url + path, timeout=60) as answer:
                content = answer.read()
            if answer.headers.get_content_type() != "text/html":
                continue
            times[path] = time.monotonic() - asked
            new = [one for one in _LINK.findall(content.decode()) if one not in known]
            waiting += dict.fromkeys(new)
            known.update(new)
    slow = sorted((took, path) for path, took in times.items())[::-1]
    over = sum(took > _MOST_S for took, _ in slow)
    worst = ", ".join(f"{path} {took:.2f} s" for took, path in slow[: max(over, 1)][:5])
    what = f"pages of the first minute over {_MOST_S} s"
    yield Row(what, f"{over} of {len(times)}", worst, over, 0, at_most=True)
