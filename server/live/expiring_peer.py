"""A peer with an expiry: nothing is sent to it from that millisecond on."""

from crdt.seat import Close, Peer
from server.clock import now_ms


class ExpiringPeer:
    """`end` in milliseconds since 1970. LinkWatch closes the connection within a second."""

    def __init__(self, peer: Peer, end: int) -> None:
        self._peer = peer
        self._end = end

    def send(self, packed: bytes, /) -> None:
        if now_ms() < self._end:
            self._peer.send(packed)

    def close(self, why: Close, detail: str, /) -> None:
        self._peer.close(why, detail)
