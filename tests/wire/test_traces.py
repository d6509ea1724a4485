"""Texts that real people have typed, typed again by real Yjs clients."""

import logging

import pytest

from crdt.compaction import load
from server.storage.journal import read_row
from tests.served import Served
from tests.wire.form import IS_LONG, trace
from tests.wire.node import run
from tests.wire.notes import OnServer, resident_mib

PAPER_EDITS = 259_778 if IS_LONG else 20_000
DIALOGUE_TRANSACTIONS = 26_078 if IS_LONG else 4_000
WINDOW = 500
PATIENCE_S = 280
# A page of ours without the text needs about 60 MiB.
MOST_MIB = 110

pytestmark = pytest.mark.timeout(300)
log = logging.getLogger(__name__)


async def test_a_long_paper_is_typed_letter_by_letter_and_is_whole_after_a_kill(mortal: Served) -> None:
    paper = trace("automerge-paper.json.gz")
    note, other = await OnServer.make(mortal), await OnServer.make(mortal)

    typed = await run("trace.mjs", note.sync, paper, WINDOW, PAPER_EDITS, patience_s=PATIENCE_S)
    warm = await run("join.mjs", note.sync, 5, other.sync)
    memory = resident_mib(mortal.pid)
    mortal.kill()
    mortal.start()
    cold = await run("join.mjs", note.sync, 1, other.sync)

    assert typed["sent"] == PAPER_EDITS + 1, "its step 2, then one message an edit"
    assert typed["isExpected"] in {True, None}
    assert (typed["closes"], typed["resyncs"]) == ([], 0)
    assert warm["text"] == cold["text"] == typed["text"] == await note.text()
    updates = [written.update for row in note.journal() for written in read_row(row)]
    assert load(None, updates)[0].markdown() == typed["text"], "the journal alone gives the text"
    assert memory < MOST_MIB
    log.info(
        "%d edits in %.1f s, %d rows; %.0f MiB, after the restart %.0f MiB; ms to the answer and to the text:"
        " warm %.0f and %.0f, cold %.0f and %.0f",
        *(typed["edits"], typed["seconds"], note.rows(), memory, resident_mib(mortal.pid)),
        *(min(warm["answers"]), min(warm["texts"]), cold["answers"][0], cold["texts"][0]),
    )


async def test_two_people_who_typed_at_once_get_the_same_text_as_the_disk(mortal: Served) -> None:
    dialogue = trace("friendsforever.json.gz")
    note = await OnServer.make(mortal)

    played = await run("branches.mjs", note.sync, dialogue, DIALOGUE_TRANSACTIONS, patience_s=PATIENCE_S)
    on_disk = await note.text()
    mortal.kill()
    mortal.start()
    reloaded = await run("join.mjs", note.sync, 1, note.sync)

    assert played["transactions"] == DIALOGUE_TRANSACTIONS
    assert min(played["concurrent"]) > DIALOGUE_TRANSACTIONS / 10, "they did not type in turns"
    assert played["texts"] == [on_disk, on_disk]
    assert reloaded["text"] == on_disk == await note.text()
    assert (played["resyncs"], played["closes"]) == ([0, 0], [[], []])
    if IS_LONG:
        assert played["hasExpectedLetters"], "where both wrote at one place, the order is Yjs's own"
    log.info(
        "%d transactions in %.1f s, %s of them concurrent; %d characters, the recorded order: %s",
        *(
            played["transactions"],
            played["seconds"],
            played["concurrent"],
            len(on_disk),
            played["isExpected"],
        ),
    )
