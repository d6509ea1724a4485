"""Admission: which copies of a note may join, and which visitor owns each client id.

Once a note was restored from a backup or repaired, a copy from before may hold what must not come back. A
copy that names its epoch is told at the door; of any other its first state vector tells what it has, and its
first step 2 what it deletes.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from crdt.attendance import Attendance
from crdt.frames import SyncStep1
from crdt.inspector import Inspector, Nothing, Outcome
from crdt.manuscript import Manuscript
from crdt.seat import Seat


@dataclass(frozen=True, slots=True)
class Loss:
    """A note was restored or repaired; `earlier` are the client ids that were not written under since."""

    earlier: AbstractSet[int] = frozenset()


class Verdict(StrEnum):
    """The decision about a connection, from its first state vector or update."""

    LET_IN = "let in"
    ON_TRIAL = "on trial"
    ELSEWHERE = "its copy went on elsewhere"


class Admission:
    """Of one open note."""

    def __init__(
        self, loss: Loss | None, manuscript: Manuscript, attendance: Attendance, inspector: Inspector
    ) -> None:
        self._loss = loss
        self._manuscript = manuscript
        self._attendance = attendance
        self._inspector = inspector

    def begin(self, seat: Seat) -> None:
        """Where nothing was lost, nothing can come back."""
        seat.is_on_trial = self._loss is not None and not seat.names_epoch

    def owns(self, seat: Seat, client: int) -> bool:
        """Whether new blocks under a client id may come from this connection."""
        owner = self._manuscript.owner(client) or self._attendance.owner(client)
        return owner is None or owner == seat.owner

    def of_step_1(self, seat: Seat, step: SyncStep1) -> Verdict:
        """Whether a copy with this state vector may be answered; one on trial waits for its step 2."""
        if self._went_elsewhere(seat, step):
            return Verdict.ELSEWHERE
        if seat.is_on_trial and step.clocks and not any(self._claimed(seat, id_) for id_ in step.clocks):
            seat.asks = step
            return Verdict.ON_TRIAL
        seat.is_on_trial = False
        return Verdict.LET_IN

    def of_update(self, seat: Seat, outcome: Outcome, *, is_step_2: bool) -> Verdict:
        """Whether a copy on trial brings nothing that the note lacks: a deletion has no author to ask for."""
        if not is_step_2:
            return Verdict.ON_TRIAL  # its step 2 brings this again
        if not isinstance(outcome, Nothing):
            return Verdict.ELSEWHERE
        seat.is_on_trial = False
        return Verdict.LET_IN

    def _went_elsewhere(self, seat: Seat, step: SyncStep1) -> bool:
        """Whether a copy holds what the note lacks and its owner has not written since it was lost."""
        return any(
            clock > self._inspector.clock(client)
            and (not self.owns(seat, client) or (seat.is_on_trial and not self._claimed(seat, client)))
            for client, clock in step.clocks.items()
        )

    def _claimed(self, seat: Seat, client: int) -> bool:
        return self._manuscript.has_claimed(client, seat.owner)
