"""An open page: its document, and which of its edits are saved, as our page's provider counts."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from pycrdt import Doc, Text, TransactionEvent

from crdt import frames
from crdt.update import EMPTY
from crdt.varint import Reader
from tests.tools.nodes.sitting import Edit, Run, Shown, Sitting, runs_of


@dataclass
class Page:
    """The document outlives its connections; `begin` starts another one, of which numbers count anew."""

    number: int
    sitting: Sitting
    on_shown: Callable[[str, Shown], None] = lambda _note, _shown: None
    doc: "Doc[Text]" = field(default_factory=Doc)
    # When the oldest message that the server counts was sent, while it waits.
    waits_since: float | None = None
    is_synced: bool = False
    _sent: int = 0
    _own_step_2: int = 0
    # Edit -> the number of the message that carries it on this connection; 0: not sent on it.
    _waiting: list[tuple[Edit, int]] = field(default_factory=list)
    _is_open: bool = False

    def __post_init__(self) -> None:
        self.text = self.doc.get("body", type=Text)
        self._made = b""
        self._kept = self.doc.observe(self._changed)

    @property
    def is_saved(self) -> bool:
        return not self._waiting

    def begin(self) -> bytes:
        """A connection is open: the message that asks for the rest."""
        self._is_open, self._sent, self._own_step_2 = True, 0, 0
        self._waiting = [(edit, 0) for edit, _ in self._waiting]
        self.waits_since = None
        return frames.step_1(self.doc.get_state())

    def lose(self) -> None:
        self._is_open = self.is_synced = False
        self.waits_since = None

    def ping(self) -> bytes | None:
        """A message that adds nothing, where one may be sent."""
        if not (self._is_open and self.is_synced) or self.waits_since is not None:
            return None
        self._count()
        return frames.update(EMPTY)

    def type(self, chance: Random) -> bytes | None:
        """Write a word somewhere; the message that carries it, None without a connection."""
        many = sum(not edit.is_deletion for edit in self.sitting.edits)
        word = f"<{self.number}.{many}>"
        text = str(self.text)
        # Behind a word, or at the beginning: never inside of one.
        ends = [0, *(at + 1 for at, letter in enumerate(text) if letter == ">")]
        start = self._clock()
        self.text.insert(chance.choice(ends), word)
        run = Run(self.doc.client_id, start, start + len(word))
        return self._edited(Edit(word, run, time.monotonic()))

    def delete(self, chance: Random) -> bytes | None:
        """Take one of its own words away; None where it has none, or there is no connection."""
        text = str(self.text)
        gone = {edit.word for edit in self.sitting.edits if edit.is_deletion}
        mine = [edit for edit in self.sitting.edits if not edit.is_deletion and edit.word not in gone]
        if not mine:
            return None
        edit = chance.choice(mine)
        at = text.find(edit.word)
        if at < 0:
            return None
        del self.text[at : at + len(edit.word)]
        return self._edited(Edit(edit.word, edit.run, time.monotonic(), is_deletion=True))

    def hear(self, message: bytes) -> bytes | None:
        """Take a message in; what it is answered."""
        reader = Reader(message)
        match reader.varint():
            case 0:
                return self._sync(reader)
            case 4:
                self._save(reader.varint())
            case _:
                pass
        return None

    def _sync(self, reader: Reader) -> bytes | None:
        step, content = reader.varint(), reader.buffer()
        if step == 0:
            number = self._count()
            self._own_step_2 = self._own_step_2 or number
            self._waiting = [(edit, sent or number) for edit, sent in self._waiting]
            return frames.step_2(self.doc.get_update(content))
        self.doc.apply_update(content)
        self.is_synced |= step == 1
        shown = Shown(time.monotonic(), *runs_of(content))
        self.sitting.shown.append(shown)
        self.on_shown(self.sitting.note, shown)
        return None

    def _save(self, count: int) -> None:
        # Nothing is before our own step 2 is.
        saved = count if self._own_step_2 and count >= self._own_step_2 else 0
        now = time.monotonic()
        for edit, number in self._waiting:
            if 0 < number <= saved:
                edit.acknowledged_at = now
        self._waiting = [one for one in self._waiting if not 0 < one[1] <= saved]
        self.waits_since = None if count >= self._sent else now

    def _edited(self, edit: Edit) -> bytes | None:
        self.sitting.edits.append(edit)
        if not self._is_open:
            self._waiting.append((edit, 0))
            return None
        self._waiting.append((edit, self._count()))
        return frames.update(self._made)

    def _count(self) -> int:
        self._sent += 1
        if self.waits_since is None:
            self.waits_since = time.monotonic()
        return self._sent

    def _changed(self, event: TransactionEvent) -> None:
        self._made = event.update

    def _clock(self) -> int:
        return frames.read_state_vector(self.doc.get_state()).get(self.doc.client_id, 0)
