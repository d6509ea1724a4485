"""Snapshots read back in a child process: sound ones, wrong ones, and one that kills the process."""

import asyncio
import os
from dataclasses import replace

import pytest

from crdt.compaction import LoadError, load, snapshot
from crdt.note import first_update
from server.live.verifier import Verifier
from tests.processes import family

# Values in values, which overflow pycrdt's stack: no handler can catch that.
DEADLY = b"\x01\x01\x01\x00\x08\x01\x04body\x01" + b"\x75\x01" * 30_000 + b"\x7e\x00"


async def test_what_does_not_load_is_refused_and_what_kills_its_reader_kills_nobody_else() -> None:
    verifier, taken = Verifier(), snapshot(*load(None, [first_update("Bonjour")]))
    try:
        await verifier.verify(taken)
        with pytest.raises(LoadError, match="does not give the text"):
            await verifier.verify(replace(taken, text_hash=b""))
        with pytest.raises(LoadError, match="ended the process"):
            await verifier.verify(replace(taken, state=DEADLY))
        await verifier.verify(taken)
    finally:
        await verifier.close()


async def test_a_process_that_has_nothing_to_read_ends_and_another_begins_when_there_is() -> None:
    verifier, taken = Verifier(idle_s=0), snapshot(*load(None, [first_update("Bonjour")]))
    before = len(family(os.getpid()))
    for _ in range(2):
        await verifier.verify(taken)
        async with asyncio.timeout(20):
            while len(family(os.getpid())) > before:  # noqa: ASYNC110 - another process has no event of ours
                await asyncio.sleep(0.01)
    await verifier.close()
