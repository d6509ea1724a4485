"""Witness: looks into the journal at the moment a screen shows something, and again never."""

from collections import defaultdict

from tests.tools.nodes.journals import Journal, UnreachableError
from tests.tools.nodes.judge import Record
from tests.tools.nodes.sitting import Shown


class Witness:
    """Counts what was `early`: on a screen and not in the journal, read right behind it.

    It looks after the message has come, so it sees an order that is wrong by more than that; what a crash
    takes back is found by `judge_at_a_kill`. `blind` counts looks that the database did not answer.
    """

    def __init__(self, journal: Journal) -> None:
        self.looks = 0
        self.early = 0
        self.blind = 0
        self.is_closed = False
        self._journal = journal
        self._records: defaultdict[str, Record] = defaultdict(Record)

    def look(self, note: str, shown: Shown) -> None:
        if self.is_closed:
            return
        self.looks += 1
        record = self._records[note]
        if _holds(record, shown):
            return
        try:
            record.read(self._journal.rows(note, record.seq))
        except UnreachableError:
            self.blind += 1
            return
        self.early += not _holds(record, shown)


def _holds(record: Record, shown: Shown) -> bool:
    return all(letter in record.written for run in shown.written for letter in run.letters()) and all(
        letter in record.deleted for run in shown.deleted for letter in run.letters()
    )
