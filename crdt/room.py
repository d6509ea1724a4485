"""A room: the connections of a note and what each may send; one commit goes to all others as one wave.

A room decides and remembers; it never waits. Its driver takes a batch, puts it on disk, and calls
`committed`: only then is anything acknowledged, shown to others or sent to a connection that joins.
"""

from collections.abc import Callable, Iterator, Mapping

from crdt import frames
from crdt.admission import Admission, Loss, Verdict
from crdt.attendance import Attendance
from crdt.batch import Batch
from crdt.delivery import Delivery
from crdt.frames import Awareness, Frame, FrameError, QueryAwareness, SyncStep1, SyncStep2, Update, read_frame
from crdt.inspector import Edit, Inspector, Nothing, NotYet, Outcome, RefusedError
from crdt.manuscript import Manuscript
from crdt.note import Note
from crdt.roles import Role
from crdt.seat import MAX_RESYNCS, Close, Seat
from crdt.space import NO_LIMIT, FullError, Space
from crdt.update import Parsed, reading
from crdt.varint import MalformedError


class Room:
    """An open note. `stirred` is called when there is something to take or to whisper.

    `pack` turns a message into what peers write: it is called once a message, however many hear it.
    `clock` gives seconds of work, of any beginning: what others do on the machine does not count.
    `limit` is the most that the text may grow to, in bytes. `loss` is what copies may hold that it lacks.
    """

    def __init__(
        self,
        note: Note,
        inspector: Inspector,
        owners: Mapping[int, str],
        *,
        pack: Callable[[bytes], bytes],
        stirred: Callable[[], None],
        clock: Callable[[], float],
        limit: int = NO_LIMIT,
        loss: Loss | None = None,
    ) -> None:
        self.inspector = inspector
        self.is_writable = True
        self._manuscript = Manuscript(
            note, inspector, owners, clock=clock, earlier=loss.earlier if loss else ()
        )
        self._space = Space(self._manuscript, inspector, limit)
        self._pack = pack
        self._stirred = stirred
        self._seats: dict[Seat, None] = {}
        self._attendance = Attendance(pack=pack, owns=self._owns)
        self._admission = Admission(loss, self._manuscript, self._attendance, inspector)
        self._delivery = Delivery(self._manuscript, self._seats, pack=pack)

    def __len__(self) -> int:
        return len(self._seats)

    def __iter__(self) -> Iterator[Seat]:
        return iter(list(self._seats))

    @property
    def note(self) -> Note:
        """The document. Raises ApplyError: then the room is of no use any more."""
        return self._manuscript.note

    @property
    def refused(self) -> Seat | None:
        """After ApplyError: whose update the document did not take."""
        return self._manuscript.refused

    @property
    def is_settled(self) -> bool:
        """Whether everything in the note is on disk."""
        return self._delivery.is_settled

    @property
    def is_taken(self) -> bool:
        """Whether everything in the note is on disk, or in the batch that is on its way."""
        return self._delivery.is_taken

    @property
    def is_stirred(self) -> bool:
        """Whether there is something to take or to whisper."""
        return bool(self._manuscript.entries) or self._attendance.has_news or self._delivery.is_due

    def join(self, seat: Seat, *, welcome: bytes | None = None) -> None:
        """Let a connection in; it hears a step 1 first, always."""
        self._seats[seat] = None
        self._admission.begin(seat)
        self._send(seat, frames.step_1(self.note.state_vector()))
        if welcome is not None:
            self._send(seat, welcome)
        self._show_everybody(seat)

    def leave(self, seat: Seat) -> None:
        """Let a connection go; what it wrote stays and is committed."""
        self._seats.pop(seat, None)
        self._delivery.forget(seat)
        self._attendance.leave(seat)
        self._stir()

    def receive(self, seat: Seat, message: bytes) -> None:
        """Take one message of a connection. Whatever is wrong with it ends that connection only."""
        if seat not in self._seats:
            return
        short = frames.short_update(message)
        if short is not None and self._types_on(seat, short):
            return
        try:
            frame = read_frame(message)
        except FrameError as error:
            self.dismiss(seat, Close.MALFORMED, str(error))
            return
        try:
            self._take_in(seat, frame)
        except MalformedError as error:
            self.dismiss(seat, Close.MALFORMED, str(error))
        except RefusedError as error:
            self.dismiss(seat, Close.REFUSED, str(error))

    def receiving(self, seat: Seat, message: bytes) -> Iterator[None]:
        """The same, pausing every few milliseconds of work: a long message must not keep all others waiting.

        At each pause they may write in the note, this connection excepted.
        """
        if seat not in self._seats:
            return
        try:
            match read_frame(message):
                case Update(update):
                    yield from self._writing(seat, update, is_step_2=False)
                case SyncStep2(update):
                    yield from self._writing(seat, update, is_step_2=True)
                case frame:
                    self._take_in(seat, frame)
        except (FrameError, MalformedError) as error:
            self.dismiss(seat, Close.MALFORMED, str(error))
        except RefusedError as error:
            self.dismiss(seat, Close.REFUSED, str(error))

    def dismiss(self, seat: Seat, why: Close, detail: str) -> None:
        """End one connection."""
        self.leave(seat)
        seat.peer.close(why, detail)

    def restamp(self, seat: Seat) -> None:
        """Let everybody see a connection's new name."""
        self._attendance.restamp(seat)
        self._stir()

    def remind(self, seat: Seat) -> None:
        """Say something to a client that drops a line on which it hears nothing for 30 s."""
        seat.peer.send(self._attendance.of(seat) or self._pack(frames.awareness(b"\x00")))

    def tell(self, seat: Seat, name: str, **content: object) -> None:
        """Send an event to a client that speaks our subprotocol."""
        if seat.speaks_ours:
            self._send(seat, frames.event(name, **content))

    def take(self) -> Batch | None:
        """The batch to put on disk now; None when there is none or one is on its way."""
        return self._delivery.take()

    def committed(self, batch: Batch) -> None:
        """The batch is on disk: acknowledge it, show it to the others, answer those who waited for it."""
        self._delivery.committed(batch, self._attendance.news())

    def whisper(self) -> None:
        """Show what has changed in people's presence, when there is no batch to carry it.

        And acknowledge what was known, of each connection at once: a write costs more than the frame did.
        """
        if self._delivery.is_due and self.is_settled:
            self._delivery.settle()
        tail = self._attendance.news()
        if tail:
            for seat in self._seats:
                seat.peer.send(tail)

    def _take_in(self, seat: Seat, frame: Frame) -> None:
        match frame:
            case Update(update):
                seat.received += 1
                self._write(seat, update, is_step_2=False)
            case SyncStep2(update):
                seat.received += 1
                self._write(seat, update, is_step_2=True)
            case Awareness(states):
                self._attendance.hear(seat, states)
                self._stir()
            case SyncStep1():
                self._step_1(seat, frame)
            case QueryAwareness():
                self._show_everybody(seat)

    def _types_on(self, seat: Seat, update: bytes) -> bool:
        """Take in what nearly every message is; False for what must be read first."""
        if not (
            self.is_writable
            and seat.role.allows(Role.EDIT)
            and self._space.has(len(update))
            and self._manuscript.type_on(seat, update)
        ):
            return False
        seat.received += 1
        self._delivery.owe(seat)
        self._delivery.changed()
        self._stir()
        return True

    def _write(self, seat: Seat, update: bytes, *, is_step_2: bool) -> None:
        outcome = self.inspector.inspect(update)
        if not self._passes(seat, outcome, is_step_2=is_step_2):
            seat.hold()
            return
        if isinstance(outcome, Edit) and not self._may_write(seat, outcome):
            seat.hold()
            return
        if isinstance(outcome, NotYet):
            self._resync(seat, outcome, answers=is_step_2)
            return
        if isinstance(outcome, Edit):
            self._delivery.changed()
            try:
                self._manuscript.write(seat, outcome)
            finally:  # what is refused in the middle is in the note as far as it came
                self._stir()
        self._have(seat, isinstance(outcome, Nothing), is_step_2=is_step_2)

    def _writing(self, seat: Seat, update: bytes, *, is_step_2: bool) -> Iterator[None]:
        """As `_write`; the frame counts once all of it is in, so that no commit before covers it."""
        parsed = Parsed([], {}, 0)
        try:
            yield from reading(update, parsed)
        except MalformedError as error:
            raise RefusedError(str(error)) from None
        if seat not in self._seats:
            return
        outcome = self.inspector.weigh(update, parsed)
        is_in = self._passes(seat, outcome, is_step_2=is_step_2)
        if is_in and isinstance(outcome, Edit):
            is_in = self._may_write(seat, outcome)
            for _ in self._slices(seat, outcome) if is_in else ():
                yield
                if seat not in self._seats:
                    return
                is_in = is_in and self.is_writable and seat.role.allows(Role.EDIT)
                if not is_in:
                    break
        seat.received += 1
        if not is_in:
            seat.hold()
        elif isinstance(outcome, NotYet):
            self._resync(seat, outcome, answers=is_step_2)
        else:
            self._have(seat, isinstance(outcome, Nothing), is_step_2=is_step_2)

    def _slices(self, seat: Seat, edit: Edit) -> Iterator[None]:
        """Take an edit in, slice by slice. The last one may be in the note although it is refused."""
        slices = self._manuscript.write_slices(seat, edit)
        while True:
            try:
                next(slices)
            except StopIteration:
                return
            finally:
                self._delivery.changed()
                self._stir()
            yield

    def _have(self, seat: Seat, was_known: bool, *, is_step_2: bool) -> None:  # noqa: FBT001 - private
        """All that the frame just counted says is in the note: a commit tells it, or the next whisper."""
        if is_step_2:
            seat.heal()
        self._delivery.owe(seat)
        if was_known and self.is_settled:
            self._delivery.is_due = True
            self._stir()

    def deny(self, seat: Seat) -> None:
        """Answer a message that was not read, because it is longer than any that this seat may send."""
        seat.received += 1
        seat.hold()
        self._send(seat, frames.permission_denied())

    def _may_write(self, seat: Seat, edit: Edit) -> bool:
        if not seat.role.allows(Role.EDIT):
            self._send(seat, frames.permission_denied())
            return False
        if not self.is_writable:
            return False
        if edit.has_nul:
            raise RefusedError("the character U+0000, which no text holds")
        for client in edit.clients:
            if not self._owns(seat, client):
                if seat.speaks_ours:
                    self.tell(seat, "client-id-taken")
                else:
                    self.dismiss(seat, Close.CLIENT_ID_TAKEN, "this client id belongs to somebody else")
                return False
        return self._has_space(seat, edit)

    def _has_space(self, seat: Seat, edit: Edit) -> bool:
        try:
            self._space.make(edit)
        except FullError:
            seat.is_full = True
            if seat.speaks_ours:
                self.tell(seat, "note-full", limit=self._space.limit)
            else:
                self.dismiss(seat, Close.NOTE_FULL, f"a note holds at most {self._space.limit} bytes")
            return False
        return True

    def _owns(self, seat: Seat, client: int) -> bool:
        return self._admission.owns(seat, client)

    def _resync(self, seat: Seat, outcome: NotYet, *, answers: bool) -> None:
        seat.hold()
        # A full note takes what its client still has on its next connection, when it knows that it fits.
        if seat.is_full or (seat.awaits_resync and not answers):
            return
        if seat.resyncs >= MAX_RESYNCS:
            raise RefusedError(f"{outcome.reason}, after {MAX_RESYNCS} resyncs")
        seat.awaits_resync = True
        seat.resyncs += 1
        self._send(seat, frames.step_1(self.note.state_vector()))

    def _step_1(self, seat: Seat, step: SyncStep1) -> None:
        self._judge(seat, self._admission.of_step_1(seat, step), step)

    def _passes(self, seat: Seat, outcome: Outcome, *, is_step_2: bool) -> bool:
        """Whether an update may be taken in."""
        if seat.is_on_trial:
            self._judge(seat, self._admission.of_update(seat, outcome, is_step_2=is_step_2), seat.asks)
        return not seat.is_on_trial

    def _judge(self, seat: Seat, verdict: Verdict, asked: SyncStep1 | None) -> None:
        if verdict is Verdict.ELSEWHERE:
            # A copy that is known to be of this epoch holds what the server had, and has no more.
            why = Close.WENT_BACK if seat.names_epoch else Close.OTHER_EPOCH
            self.dismiss(seat, why, "this copy of the note went on elsewhere")
        elif verdict is Verdict.LET_IN and asked is not None:
            seat.asks = None
            self._delivery.answer(seat, asked)

    def _show_everybody(self, seat: Seat) -> None:
        if states := self._attendance.everybody():
            seat.peer.send(states)

    def _stir(self) -> None:
        if self.is_stirred:
            self._stirred()

    def _send(self, seat: Seat, message: bytes) -> None:
        seat.peer.send(self._pack(message))
