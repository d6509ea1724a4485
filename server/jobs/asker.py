"""Asker of a job: its networks, its browser with or without a history, and its cookie."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """`who`: the device, or the link where there is none. `networks`: the widest first.

    `is_known`: the browser has a history here (server/visitors/askers.py).
    """

    who: str
    networks: tuple[str, ...] = ()
    is_known: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """From the root of the queue to its own FIFO."""
        return (*(self.networks or ("",)), "known" if self.is_known else "fresh", self.who)
