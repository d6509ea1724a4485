"""Our printers: the worker for a note, the bindery for a pochette."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from export.cli.command import PATIENCE
from export.folder.folder import COLOURS, Folder, Note
from export.process.worker import Worker
from server.folders.bindery import Bindery
from server.jobs.asker import Asker
from tests.tools.bench.paper_peers import Sheets
from tests.tools.bench.paper_text import AT, brief_of, long_text


class Ours:
    """The print worker, started as the server starts it."""

    name, title = "ours", "Pochette"

    def cold(self, text: str) -> Sheets:
        began = time.perf_counter()
        worker = Worker(PATIENCE)
        try:
            pdf = worker.pdf(brief_of(text))
            return Sheets(time.perf_counter() - began, pdf)
        finally:
            worker.close()

    def warm(self, texts: Sequence[str]) -> list[Sheets]:
        worker = Worker(PATIENCE)
        try:
            printed = []
            for text in (texts[0], *texts):
                began = time.perf_counter()
                pdf = worker.pdf(brief_of(text))
                printed.append(Sheets(time.perf_counter() - began, pdf))
            return printed[1:]
        finally:
            worker.close()


def folder_of(notes: int) -> Folder:
    """A pochette of `notes` notes of four pages, never printed before."""
    return Folder(
        title="La journée",
        notes=tuple(
            Note(brief=brief_of(long_text(1)), colour=number % len(COLOURS) + 1) for number in range(notes)
        ),
        closed_at=AT,
        day="2017-03-14",
    )


def with_one_changed(folder: Folder) -> Folder:
    """Change the last note."""
    *others, last = folder.notes
    changed = replace(last.brief, body=last.brief.body + "\n\nUne phrase de plus.\n")
    return replace(folder, notes=(*others, replace(last, brief=changed)))


async def print_folders(notes: int, rounds: int) -> list[dict[str, Sheets]]:
    """Prints with an empty cache, after one change, and unchanged; `cold` starts the processes too."""
    came = []
    for _ in range(rounds):
        async with _bindery() as bindery:
            cold = await _bind(bindery, folder_of(notes))
            folder = folder_of(notes)
            came.append(
                {
                    "cold": cold,
                    "nothing": await _bind(bindery, folder),
                    "one": await _bind(bindery, with_one_changed(folder)),
                    "same": await _bind(bindery, folder),
                }
            )
    return came


@asynccontextmanager
async def _bindery() -> AsyncIterator[Bindery]:
    bindery = Bindery()
    try:
        yield bindery
    finally:
        await bindery.close()


async def _bind(bindery: Bindery, folder: Folder) -> Sheets:
    began = time.perf_counter()
    bound = await bindery.begin(folder, Asker(who="bench")).result()
    return Sheets(time.perf_counter() - began, bound.pdf)
