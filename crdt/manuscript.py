"""The document of an open note: the owner of each client id, and the entries that no commit has yet."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from crdt.batch import Entry
from crdt.inspector import Edit, Inspector, NotYet, RefusedError
from crdt.keystroke import Typist, typed, typist_after
from crdt.note import ApplyError, Note
from crdt.seat import Seat
from crdt.slices import deletions, finer, is_long, slices

# Of a whole long note that was written without a network, a tenth is needed.
LONGEST_S: Final = 1.0
_TOO_LONG: Final = f"an update that takes longer than {LONGEST_S} s"


@dataclass(slots=True)
class _Run:
    """Typing without a pause, which becomes one entry."""

    entry: Entry
    place: bytes
    texts: list[bytes]


class Manuscript:
    """`owners`: client id -> owner. `clock` gives seconds of work, of any beginning.

    A client id from `earlier` is claimed again when it is written under again.

    `entries` and `claims` are new since the last `take`. Typing that goes on is joined, and reaches the
    document when a commit takes it, or when something else does: always in the order of `entries`.
    """

    def __init__(
        self,
        note: Note,
        inspector: Inspector,
        owners: Mapping[int, str],
        *,
        clock: Callable[[], float],
        earlier: Iterable[int] = (),
    ) -> None:
        self.entries: list[Entry] = []
        self.claims: dict[int, Seat] = {}
        self.refused: Seat | None = None
        self._note = note
        self._inspector = inspector
        self._owners = dict(owners)
        self._earlier = set(earlier)
        self._clock = clock
        self._applied = 0
        self._runs: dict[Typist, _Run] = {}

    @property
    def note(self) -> Note:
        """The document, with all that was taken in.

        Raises ApplyError; then `refused` is whose update it did not take.
        """
        if self._applied < len(self.entries):
            self._apply_typed()
        return self._note

    def size(self) -> int:
        """The bytes of the text in UTF-8. Raises ApplyError, see `note`."""
        return self.note.size()

    def owner(self, client: int) -> str | None:
        """The owner of a client id."""
        return self._owners.get(client)

    def has_claimed(self, client: int, owner: str) -> bool:
        """Whether `owner` has written under a client id, and not only earlier."""
        return self._owners.get(client) == owner and client not in self._earlier

    def take(self) -> tuple[list[Entry], dict[int, Seat]]:
        """New entries and claims for a commit; the document has them. Raises ApplyError, see `note`."""
        self._apply_typed()
        taken = self.entries, self.claims
        self.entries, self.claims, self._applied = [], {}, 0
        return taken

    def type_on(self, seat: Seat, update: bytes) -> bool:
        """Take in an update that only goes on where this connection has typed; False for any other."""
        typist = seat.typist
        if typist is None or self._inspector.clock(typist.client) != typist.clock:
            return False
        text = typist.reads(update)
        if text is None:
            return False
        typist.clock += len(text)
        self._inspector.learn_typing(typist.client, typist.clock)
        run = self._runs.get(typist)
        if run is None:
            run = self._runs[typist] = _Run(Entry(seat, update), update[: -len(text) - 2], [])
            self.entries.append(run.entry)
        run.texts.append(text)
        return True

    def write(self, seat: Seat, edit: Edit) -> None:
        """Take in what the inspector lets through now. Raises RefusedError, and ApplyError, see `note`.

        After RefusedError the note may hold a part of it, which is in `entries` then.
        """
        seat.typist = None
        if is_long(edit):
            for _ in self.write_slices(seat, edit):
                pass
            return
        self._apply_typed()
        self.refused = seat
        self._note.apply(edit.content)
        if len(edit.sections) > 1 and not self._agrees(edit):
            raise ApplyError("blocks that wait for each other")
        self._keep(seat, edit.content)
        self._know(seat, edit)
        seat.typist = typist_after(edit)

    def _apply_typed(self) -> None:
        for run in self._runs.values():
            run.entry.update = typed(run.place, b"".join(run.texts))
        self._runs.clear()
        for entry in self.entries[self._applied :]:
            self.refused = entry.seat
            self._note.apply(entry.update)
            self._applied += 1

    def write_slices(self, seat: Seat, edit: Edit) -> Iterator[None]:
        """The same, slice by slice: at each pause the note is whole, and others may write in it.

        So each slice is judged anew, by what is known when its turn has come.
        """
        left_s, began = LONGEST_S, self._clock()
        for part in self._blocks(edit):
            self._take_slice(seat, part)
            left_s -= self._clock() - began
            if left_s < 0:
                raise RefusedError(_TOO_LONG)
            yield
            began = self._clock()
        for part in self._deletions(edit):
            self._take_slice(seat, part)
            yield

    def _blocks(self, edit: Edit) -> Iterator[Edit]:
        """Slices as they become possible: blocks of one client may build on those of another."""
        clients, parts = [section.client for section in edit.sections], slices(edit)
        yield from self._possible(clients, parts)
        if any(parts):
            # People who were offline together may have built on each other at every keystroke.
            parts = finer(parts)
            yield from self._possible(clients, parts)
        if any(parts):
            raise RefusedError("blocks that wait for each other")

    def _possible(self, clients: list[int], parts: list[list[bytes]]) -> Iterator[Edit]:
        """Take out of `parts` what can be taken in: a slice is asked again when what it lacked has come.

        So a device whose page was loaded 500 times without a network costs 500 looks, and not their square.
        """
        ready, waiting = deque(range(len(parts))), dict[int, list[tuple[int, int]]]()
        while ready:
            at = ready.popleft()
            taken = 0
            for part in parts[at]:
                outcome = self._inspector.inspect(part)
                if isinstance(outcome, NotYet):
                    if outcome.waits_for is not None:
                        client, clock = outcome.waits_for
                        waiting.setdefault(client, []).append((clock, at))
                    break
                if isinstance(outcome, Edit):
                    yield outcome
                taken += 1
                ready.extend(self._woken(waiting, clients[at]))
            del parts[at][:taken]

    def _woken(self, waiting: dict[int, list[tuple[int, int]]], client: int) -> list[int]:
        """Who waited for letters of a client that are known now."""
        known, asked = self._inspector.clock(client), waiting.pop(client, [])
        if late := [(clock, at) for clock, at in asked if clock >= known]:
            waiting[client] = late
        return [at for clock, at in asked if clock < known]

    def _deletions(self, edit: Edit) -> Iterator[Edit]:
        for part in deletions(edit):
            outcome = self._inspector.inspect(part)
            if isinstance(outcome, Edit):
                yield outcome

    def _take_slice(self, seat: Seat, part: Edit) -> None:
        for client in part.clients:
            if self._owners.get(client, seat.owner) != seat.owner:
                raise RefusedError("somebody else has begun to write under this client id")
        self._apply_typed()
        self.refused = seat
        self._note.apply(part.content)
        self._keep(seat, part.content)
        self._know(seat, part)

    def _keep(self, seat: Seat, content: bytes) -> None:
        self.entries.append(Entry(seat, content))
        self._applied += 1

    def _know(self, seat: Seat, edit: Edit) -> None:
        self._inspector.learn(edit)
        for client in edit.clients:
            if client not in self._owners or client in self._earlier:
                self._owners.setdefault(client, seat.owner)
                self._earlier.discard(client)
                self.claims[client] = seat

    def _agrees(self, edit: Edit) -> bool:
        """Whether the document holds every block that was let through: blocks can wait in a ring."""
        clocks = self._note.clocks()
        return all(clocks.get(section.client) == section.end for section in edit.sections)
