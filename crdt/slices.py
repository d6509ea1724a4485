"""Cuts a long update into short ones that together mean the same.

What a block costs depends on where it stands: one frame can cost half a minute. In slices its cost is seen
while it is spent, others have their turn in between, and letters that come one by one are joined before they
fill the memory.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from crdt.inspector import Edit
from crdt.update import BLOCKS_A_SLICE, Section, read_update
from crdt.varint import write_varint

RANGES_A_SLICE: Final = 512


def is_long(edit: Edit) -> bool:
    """Whether it is more than one slice."""
    return edit.blocks > BLOCKS_A_SLICE or any(
        len(ranges) > RANGES_A_SLICE for ranges in edit.deletes.values()
    )


def slices(edit: Edit) -> list[list[bytes]]:
    """The slices of each client's blocks, in order; what is deleted comes after all of them."""
    return [list(_cut(edit.source, section, BLOCKS_A_SLICE)) for section in edit.sections]


def deletions(edit: Edit) -> Iterator[bytes]:
    """The deletions of an edit, as updates of so many ranges."""
    for client, ranges in edit.deletes.items():
        left = iter(ranges)
        while some := list(islice(left, RANGES_A_SLICE)):
            head = (0, 1, client, len(some))
            numbers = (number for start, end in some for number in (start, end - start))
            yield b"".join(map(write_varint, (*head, *numbers)))


def finer(parts: list[list[bytes]]) -> list[list[bytes]]:
    """The same in slices of one block."""
    return [[block for part in of_one for block in _blocks(part)] for of_one in parts]


def _blocks(part: bytes) -> Iterator[bytes]:
    (section,) = read_update(part, blocks_a_cut=1).sections
    return _cut(part, section, 1)


def _cut(update: bytes, section: Section, blocks: int) -> Iterator[bytes]:
    ends = [at for at, _ in section.cuts[1:]] + [section.span.stop]
    left = section.blocks
    for (at, clock), end in zip(section.cuts, ends, strict=True):
        head = (1, min(blocks, left), section.client, clock)
        yield b"".join(map(write_varint, head)) + update[at:end] + b"\x00"
        left -= blocks
