"""Snapshots read back in another process: sound ones, wrong ones, and one that kills whoever reads it."""

import os
from dataclasses import replace

import pytest

from crdt.compaction import LoadError, Snapshot, load, snapshot
from crdt.note import first_update
from server.live.verifier import Verifier


class Deadly(Snapshot):
    """Ends the process that unpacks it, as bytes can that overflow pycrdt's stack."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


async def test_what_does_not_load_is_refused_and_what_kills_its_reader_kills_nobody_else() -> None:
    verifier, taken = Verifier(), snapshot(*load(None, [first_update("Bonjour")]))
    try:
        await verifier.verify(taken)
        with pytest.raises(LoadError, match="does not give the text"):
            await verifier.verify(replace(taken, text_hash=b""))
        deadly = Deadly(state=taken.state, inspector=taken.inspector, text_hash=taken.text_hash)
        with pytest.raises(LoadError, match="ended the process"):
            await verifier.verify(deadly)
        await verifier.verify(taken)
    finally:
        verifier.close()
