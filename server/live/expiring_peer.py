"""A peer whose right ends at a moment: from then on it is shown nothing, to the millisecond."""

from crdt.seat import Close, Peer
from server.clock import now_ms


class Until:
    """`end` in milliseconds since 1970. Whoever watches over links closes it within a second."""

    def __init__(self, peer: Peer, end: int) -> None:
        self._peer = peer
        self._end = end

    def send(self, packed: bytes, /) -> None:
        if now_ms() < self._end:
            self._peer.send(packed)

    def close(self, why: Close, detail: str, /) -> None:
        self._peer.close(why, detail)
