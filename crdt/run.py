"""A run: letters of one client side by side in a note, deleted or not."""

from dataclasses import dataclass, field

from crdt.blocks import Place


@dataclass(slots=True, eq=False)
class Run:
    """Letters of one client with clocks in a row, side by side; `text` has one character a unit."""

    client: int
    clock: int
    text: str
    origin: Place | None
    right_origin: Place | None
    is_deleted: bool
    before: "Run | None" = field(default=None, repr=False)
    after: "Run | None" = field(default=None, repr=False)
    is_gone: bool = False  # collected: it has no place any more
    by: str | None = None  # who deleted it
    died: int = 0  # the number of the update that did

    @property
    def end(self) -> int:
        return self.clock + len(self.text)
