"""Open connections, by websocket or HTTP: a visitor, a network and a link have a most."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from crdt.seat import Close
from server.http.address import is_loopback
from server.live.connection import Ended
from server.rights.access import NoteAccess


class Most(NamedTuple):
    """A school behind one address has hundreds of pages open, a conference one link."""

    visitor: int = 64
    network: int = 2000
    link: int = 5000


USUAL: Final = Most()


class Crowd:
    """The newest is refused. Loopback is no network: a proxy that the settings do not name is there."""

    def __init__(self, most: Most = USUAL) -> None:
        self._most = most
        self._open = Counter[tuple[str, str]]()

    def __len__(self) -> int:
        return len(self._open)

    @contextmanager
    def place(self, access: NoteAccess, network: str) -> Iterator[None]:
        """One more connection inside the block. Raises Ended."""
        of = {"visitor": access.device, "network": network, "link": access.link}
        if is_loopback(network if ":" not in network else f"[{network}]"):
            of["network"] = None
        places = [(kind, id_) for kind, id_ in of.items() if id_]
        for kind, id_ in places:
            if self._open[kind, id_] >= (most := getattr(self._most, kind)):
                raise Ended(Close.TOO_MANY, f"expected at most {most} connections of one {kind}")
        self._open.update(places)
        try:
            yield
        finally:
            self._open.subtract(places)
            for place in places:
                if not self._open[place]:
                    del self._open[place]
