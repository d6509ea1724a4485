"""Snapshots read back in another process: sound ones, wrong ones, and one that kills whoever reads it."""

from dataclasses import replace

import pytest

from crdt.compaction import LoadError, load, snapshot
from crdt.note import first_update
from server.live.verifier import Verifier

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
