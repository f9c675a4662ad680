"""An engine that answers what it will be asked, while whoever asks does something else.

pyoxigraph lets go of the interpreter while it evaluates and writes an answer, not while it gives
rows one by one: so a thread takes the bytes, and who asks reads them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Thread, get_native_id
from types import TracebackType
from typing import Generic, TypeVar

from pyoxigraph import QueryResultsFormat, parse_query_results

from mutugraph.engine.answers import Answer
from mutugraph.engine.formats import RESULT_FORMATS, Format, values
from mutugraph.engine.protocol import UNION, Engine, Graphs
from mutugraph.engine.tokens import GRAPH_FORMS, form_of

Asked = TypeVar("Asked", bound=Engine)
Made = TypeVar("Made")
NICE = 10
_WRITTEN = RESULT_FORMATS["json"]
_TURN_S = 0.0005  # how long a thread waits for the interpreter, which it does at every answer
_USUAL_TURN_S = sys.getswitchinterval()  # not what a block found: another one may have begun


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def yielding(work: Callable[[], Made]) -> Made:
    """Does a work of seconds that holds no lock, on the cores that others leave."""
    made: Future[Made] = Future()

    def run() -> None:
        with suppress(AttributeError, OSError):  # of Linux, where a thread has its own niceness
            os.setpriority(os.PRIO_PROCESS, get_native_id(), NICE)
        try:
            made.set_result(work())
        except BaseException as error:
            made.set_exception(error)

    aside = Thread(target=run, daemon=True)
    aside.start()
    aside.join()
    return made.result()


class Ahead(Generic[Asked]):
    """The answers of an engine. Those announced in a block are made by threads that end with it.

    `make` gives the engine, once: in a block it is the first thing that a thread makes, so who
    enters may go on until an answer is needed.
    """

    def __init__(self, make: Callable[[], Asked]) -> None:
        self._make = make
        self._made: Future[Asked] | None = None
        self._coming: dict[str, Future[bytes]] = {}

    def __enter__(self) -> Ahead[Asked]:
        self._pool = ThreadPoolExecutor(cores())
        sys.setswitchinterval(_TURN_S)
        self._made = self._made or self._pool.submit(self._make)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._coming.clear()
        sys.setswitchinterval(_USUAL_TURN_S)

    @property
    def engine(self) -> Asked:
        """The engine itself, awaited. Raises what making it raised."""
        if self._made is None:
            self._made = Future()
            self._made.set_result(self._make())
        return self._made.result()

    def begin(self, texts: Iterable[str]) -> None:
        """Announces queries, in the order in which they will be asked."""
        for text in texts:
            if text not in self._coming and form_of(text) not in GRAPH_FORMS:
                self._coming[text] = self._pool.submit(self._answer, text)

    def _answer(self, text: str) -> bytes:
        return self.engine.serialize(text, _WRITTEN)

    def query(self, text: str, *, graphs: Graphs = UNION) -> Answer:
        """The answer as values; see `Engine`."""
        if text not in self._coming or graphs != UNION:
            return self.engine.query(text, graphs=graphs)
        answer = self.serialize(text, _WRITTEN)
        return values(parse_query_results(answer, format=QueryResultsFormat.JSON))

    def serialize(
        self,
        text: str,
        format: Format | None = None,
        *,
        graphs: Graphs = UNION,
        base: str | None = None,
    ) -> bytes:
        """The answer as bytes; see `Engine`."""
        if text in self._coming and format is _WRITTEN and graphs == UNION and base is None:
            return self._coming.pop(text).result()
        return self.engine.serialize(text, format, graphs=graphs, base=base)
