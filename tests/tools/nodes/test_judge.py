"""The judge of a run: clean where all is well, and able to find each thing that may be wrong."""

from dataclasses import replace
from random import Random

import pytest
from pycrdt import Doc, Text

from crdt.inspector import Edit, Inspector
from crdt.slices import slices
from crdt.varint import Reader
from server.ids import VisitorId
from server.storage.journal import RawRow, Written, to_row
from tests.tools.nodes.judge import Verdict, judge, judge_at_a_kill
from tests.tools.nodes.page import Page
from tests.tools.nodes.sitting import Run, Sitting, runs_of

_NOTE = "note"


class Note:
    """Two pages at a server that is only its journal."""

    def __init__(self) -> None:
        self.pages = [Page(number, Sitting(f"{number}", _NOTE)) for number in range(2)]
        self.rows: list[RawRow] = []
        self._sent = dict.fromkeys(range(2), 1)
        for page in self.pages:
            page.begin()
            page.hear(b"\x00\x00\x01\x00")
            page.hear(b"\x04\x01")

    def writes(self, number: int, *, deletes: bool = False, reaches: bool = True) -> bytes:
        """An edit on its way into the journal, to its acknowledgement and to the other screen."""
        page = self.pages[number]
        message = (page.delete if deletes else page.type)(Random(number))
        assert message is not None
        update = Reader(message[2:]).buffer()
        if reaches:
            self.rows.append((len(self.rows) + 1, to_row([Written(VisitorId("v"), 1, update)])))
        self._sent[number] += 1
        page.hear(b"\x04" + bytes((self._sent[number],)))
        self.pages[1 - number].hear(message)
        return update

    def verdict(self, rows: list[RawRow] | None = None) -> Verdict:
        for page in self.pages:
            page.sitting.screen = str(page.text)
        return judge([page.sitting for page in self.pages], {_NOTE: self.rows if rows is None else rows})


@pytest.fixture
def note() -> Note:
    note = Note()
    for number in (0, 1, 0, 1):
        note.writes(number)
    note.writes(0, deletes=True)
    return note


def test_what_is_well_is_clean(note: Note) -> None:
    verdict = note.verdict()
    assert verdict.is_clean, verdict
    assert (verdict.typed, verdict.acknowledged, verdict.rows) == (5, 5, 5)
    assert 0 < verdict.longest_pause_s < 5
    assert 0 < verdict.longest_unshown_s < 5


def test_an_acknowledged_edit_that_is_not_in_the_journal_is_lost(note: Note) -> None:
    note.writes(1, reaches=False)
    verdict = note.verdict()
    assert (verdict.lost, verdict.unwritten, verdict.differing) == (1, 1, 2)
    assert not verdict.is_clean


def test_so_is_a_deletion(note: Note) -> None:
    note.writes(1, deletes=True, reaches=False)
    assert (note.verdict().lost, note.verdict().unwritten) == (1, 1)


def test_a_block_that_comes_deleted_is_written_and_deleted() -> None:
    """As that of somebody who was away, in a slice: what it deletes is then known, and named nowhere else."""
    doc: Doc[Text] = Doc(client_id=7)
    text = doc.get("body", type=Text)
    text += "away"
    text.clear()
    edit = Inspector().inspect(doc.get_update())
    assert isinstance(edit, Edit)
    ((block,),) = slices(edit)
    assert runs_of(block) == ((Run(7, 0, 4),), (Run(7, 0, 4),))


def test_a_row_that_is_there_twice_is_doubled_and_no_journal(note: Note) -> None:
    (_, first), *_ = note.rows
    verdict = note.verdict([*note.rows, (6, first)])
    assert verdict.doubled == 5  # each of its letters
    assert not verdict.is_clean


def test_a_word_written_again_under_another_client_id_is_doubled(note: Note) -> None:
    other = Page(0, Sitting("0", _NOTE))
    other.begin()
    message = other.type(Random(0))
    assert message is not None
    update = Reader(message[2:]).buffer()
    verdict = note.verdict([*note.rows, (6, to_row([Written(VisitorId("v"), 1, update)]))])
    assert verdict.doubled + verdict.stray > 0
    assert verdict.differing == 2


def test_a_missing_row_is_a_gap(note: Note) -> None:
    verdict = note.verdict(note.rows[:-2] + note.rows[-1:])
    assert verdict.unreadable == 1
    assert verdict.reasons[0] == "LoadError: a row is missing"


def test_a_screen_unlike_the_journal_differs(note: Note) -> None:
    verdict = note.verdict()
    note.pages[1].sitting.screen += "x"
    people = [page.sitting for page in note.pages]
    verdict = judge(people, {_NOTE: note.rows})
    assert verdict.differing == 1
    assert judge_at_a_kill(people, {_NOTE: note.rows}).is_clean


def test_what_was_never_acknowledged_is_unsaved(note: Note) -> None:
    page = note.pages[0]
    page.lose()
    assert page.type(Random(0)) is None
    assert note.verdict().unsaved == 1
    assert not page.is_saved


def test_words_of_nobody_are_stray(note: Note) -> None:
    note.pages[1].sitting.edits.pop()
    assert note.verdict().stray == 1


def test_who_was_told_not_to_come_back_is_named(note: Note) -> None:
    note.pages[1].sitting.turned_away.append(4410)
    assert note.verdict().turned_away == 1


def test_an_acknowledgement_before_its_own_handshake_saves_nothing() -> None:
    page = Page(0, Sitting("0", _NOTE))
    page.begin()
    page.type(Random(0))
    page.hear(b"\x04\x01")
    assert not page.is_saved
    page.hear(b"\x00\x00\x01\x00")
    page.hear(b"\x04\x02")
    assert page.is_saved


def test_an_edit_is_compared_letter_by_letter(note: Note) -> None:
    edit = note.pages[0].sitting.edits[0]
    wider = Run(edit.run.client, edit.run.start, edit.run.end + 100)
    note.pages[0].sitting.edits[0] = replace(edit, run=wider)
    assert note.verdict().lost == 1
