"""The processes that make, forked when all that they need is in memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from mutugraph.errors import PublicationCut
from mutugraph.operations.publish.files import DUMPED, MODEL, SHAPES, Share
from mutugraph.operations.publish.making import Documents, Making, Tabled
from mutugraph.operations.publish.site import Page

_PROCESSES = min(2, os.cpu_count() or 1)  # a third is memory, and a core that others use
_CHUNK = 16  # some pages take a hundred times as long as others: both processes end together
Made = TypeVar("Made")
Item = TypeVar("Item")


class Makers:
    """The processes that make; what they need was there when they were forked."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def files(self) -> None:
        """The dumps, begun at once; who wants them waits. They raise as `documents`."""
        files = _made().files
        for edition in files.editions:
            share = (edition.folder, DUMPED)
            with _whole():
                begun = self._executor.submit(_files, share)
            files.elsewhere[share] = partial(_awaited, begun)
        if content := _made().model():
            files.elsewhere[MODEL] = lambda: {SHAPES[0]: content}

    def tables(self) -> None:
        """The tables, as `files`, once it is known what is answered as before."""
        making = _made()
        for edition, questions in making.files.tables.items():
            for question in questions:
                share = (edition.folder, question.id)
                with _whole():
                    begun = self._executor.submit(_table, share, making.same_table(share))
                making.files.elsewhere[share] = partial(_tabled, begun)

    def documents(self, sources: Iterable[tuple[str, str]]) -> Iterator[Documents]:
        """The documents of these resources, each with its source, begun at once.

        Raises `PublicationCut`, what a process raises, and `OSError`.
        """
        return self._each(_documents, sources)

    def answers(self, texts: Iterable[str]) -> Iterator[tuple[str, str | None]]:
        """The digests of what these texts are answered, begun at once. Raises as `documents`."""
        return self._each(_answers, texts, 2)

    def pages(self, files: Iterable[str]) -> Iterator[Page]:
        """These pages: those that must be made begun at once, the others taken meanwhile.

        Raises as `documents`, and `OSError`.
        """
        making = _made()
        same: list[str] = []
        rest: list[str] = []
        for file in files:
            (same if making.same(file) else rest).append(file)
        made, lost = self._each(_pages, rest), []
        for file in same:
            page = making.kept(file)
            if page is None:
                lost.append(file)
            else:
                yield page
        yield from made
        yield from self._each(_pages, lost)

    def _each(
        self, make: Callable[[list[Item]], list[Made]], items: Iterable[Item], size: int = _CHUNK
    ) -> Iterator[Made]:
        with _whole():
            begun = self._executor.map(make, _chunks(items, size))
        return _told(begun)


def _awaited(begun: Future[Mapping[str, bytes]]) -> Mapping[str, bytes]:
    with _whole():
        return begun.result()


def _tabled(begun: Future[Tabled]) -> Mapping[str, bytes]:
    with _whole():
        return _made().take(begun.result())


def _told(begun: Iterator[list[Made]]) -> Iterator[Made]:
    with _whole():
        for made in begun:
            yield from made


@contextmanager
def makers(making: Making) -> Iterator[Makers]:
    """Processes for one publication, which end with it."""
    global _making  # noqa: PLW0603 - the way into a forked process
    _making = making
    gc.freeze()  # what a collector touches is copied for each process
    context = multiprocessing.get_context("fork")
    executor = ProcessPoolExecutor(_PROCESSES, mp_context=context)
    try:
        yield Makers(executor)
    finally:
        making.files.elsewhere.clear()
        executor.shutdown(cancel_futures=True)
        gc.unfreeze()
        _making = None


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise PublicationCut(path=str(_making and _making.pages.place.place)) from error


_making: Making | None = None


def _made() -> Making:
    assert _making is not None  # noqa: S101
    return _making


def _documents(sources: list[tuple[str, str]]) -> list[Documents]:
    return _made().documents(sources)


def _pages(files: list[str]) -> list[Page]:
    return _made().shown(files)


def _answers(texts: list[str]) -> list[tuple[str, str | None]]:
    return _made().answers(texts)


def _files(share: Share) -> Mapping[str, bytes]:
    return _made().files.make(*share)


def _table(share: Share, same: Mapping[str, str] | None) -> Tabled:
    return _made().table(share, same)


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    every = list(items)
    for start in range(0, len(every), size):
        yield every[start : start + size]
