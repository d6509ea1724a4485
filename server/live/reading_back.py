"""The child that verifies snapshots: three buffers in, one line out, until its input ends."""

import sys

from crdt.compaction import LoadError, Snapshot, verify
from export.process.inside import Inside

WELL = b"well\n"


def to_bytes(taken: Snapshot) -> bytes:
    """A snapshot as `main` reads it."""
    parts = (taken.state, taken.inspector, taken.text_hash)
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def main(_: Inside) -> None:
    """Answer until nothing more comes."""
    pipe, answers = sys.stdin.buffer, sys.stdout.buffer
    while head := pipe.read(8):
        state = pipe.read(int.from_bytes(head, "big"))
        inspector, text_hash = (pipe.read(int.from_bytes(pipe.read(8), "big")) for _ in range(2))
        try:
            verify(Snapshot(state=state, inspector=inspector, text_hash=text_hash))
        except LoadError as error:
            answers.write(str(error).replace("\n", " ").encode() + b"\n")
        else:
            answers.write(WELL)
        answers.flush()
