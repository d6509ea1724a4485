"""Awareness states of a room: one client id a connection, its last state, and what is not sent yet."""

from collections.abc import Callable
from dataclasses import dataclass

from crdt.presence import State, read_states, stamped, without
from crdt.seat import Seat


@dataclass(frozen=True, slots=True)
class _Shown:
    state: State
    message: bytes


class Attendance:
    """`owns` says whether a connection may speak for a client id."""

    def __init__(self, *, pack: Callable[[bytes], bytes], owns: Callable[[Seat, int], bool]) -> None:
        self._pack = pack
        self._owns = owns
        self._shown: dict[Seat, _Shown] = {}
        self._seats: dict[int, Seat] = {}
        self._news: dict[int, bytes] = {}

    @property
    def has_news(self) -> bool:
        """Whether there is something to tell."""
        return bool(self._news)

    def owner(self, client: int) -> str | None:
        """The visitor whose connection uses a client id now."""
        seat = self._seats.get(client)
        return None if seat is None else seat.owner

    def hear(self, seat: Seat, payload: bytes) -> None:
        """Take a connection's word about itself. Raises MalformedError.

        Stock clients also repeat what they heard of others: that is passed over.
        """
        states = read_states(payload)
        if seat.client is None and len(states) == 1 and self._owns(seat, states[0].client):
            seat.client = states[0].client
            self._seats[seat.client] = seat
        for state in states:
            if state.client == seat.client:
                self._show(seat, state)

    def restamp(self, seat: Seat) -> None:
        """Show a connection's state anew, after its stamp has changed."""
        if (shown := self._shown.get(seat)) is not None:
            state = shown.state
            self._show(seat, State(client=state.client, clock=state.clock + 1, content=state.content))

    def leave(self, seat: Seat) -> None:
        """Take a connection's state away, unless another one speaks for its client id by now."""
        shown = self._shown.pop(seat, None)
        if seat.client is not None and self._seats.get(seat.client) is seat:
            del self._seats[seat.client]
            if shown is not None:
                self._news[seat.client] = self._pack(without(seat.client, shown.state.clock + 1))

    def of(self, seat: Seat) -> bytes | None:
        """A connection's own state as the others see it, packed."""
        shown = self._shown.get(seat)
        return None if shown is None else shown.message

    def everybody(self) -> bytes:
        """All states, packed, for a connection that has just joined."""
        return b"".join(shown.message for shown in self._shown.values())

    def news(self) -> bytes:
        """States that have changed since the last call, packed."""
        told = b"".join(self._news.values())
        self._news.clear()
        return told

    def _show(self, seat: Seat, state: State) -> None:
        message = self._pack(stamped(state, seat.stamp))
        if state.content is None:
            self._shown.pop(seat, None)
        else:
            self._shown[seat] = _Shown(state, message)
        self._news[state.client] = message
