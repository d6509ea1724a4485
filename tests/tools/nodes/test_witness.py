"""The witness of a run: what is on a screen is in the journal at that moment, or it says so."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

from crdt.varint import Reader
from server.ids import VisitorId
from server.storage.journal import Written, to_row
from tests.tools.nodes.journals import SqliteJournal
from tests.tools.nodes.page import Page
from tests.tools.nodes.sitting import Shown, Sitting, runs_of
from tests.tools.nodes.witness import Witness


def test_what_is_shown_before_it_is_written_is_early(tmp_path: Path) -> None:
    witness = Witness(SqliteJournal(tmp_path))
    page = Page(0, Sitting("0", "note"))
    page.begin()
    message = page.type(Random(0))
    assert message is not None
    update = Reader(message[2:]).buffer()
    shown = Shown(0, *runs_of(update))
    witness.look("note", shown)
    assert (witness.blind, witness.early) == (1, 0)
    with closing(sqlite3.connect(tmp_path / "pochette.db")) as database:
        database.execute("CREATE TABLE journal (note TEXT, seq INTEGER, updates BLOB)")
        witness.look("note", shown)
        assert witness.early == 1
        row = to_row([Written(VisitorId("v"), 1, update)])
        database.execute("INSERT INTO journal VALUES ('note', 1, ?)", (row,))
        database.commit()
    witness.look("note", shown)
    assert (witness.looks, witness.blind, witness.early) == (3, 1, 1)
