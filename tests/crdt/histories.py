"""Random histories: updates of several people, some of whom write offline for a while."""

import random
from collections.abc import Sequence

from crdt.note import Note

TEXTS = ("a", "é", "😀", "mot", "— ", "\n", "secret")


def random_history(
    chance: random.Random, *, writers: int, turns: int, texts: Sequence[str] = TEXTS
) -> list[bytes]:
    """The updates of people who hear of each other late, and some of whom write without a network."""
    server, sent = Note(), list[bytes]()
    notes = [Note(client=chance.randint(1, 1 << 40)) for _ in range(writers)]
    is_behind = [False] * writers
    for _ in range(turns):
        who = chance.randrange(writers)
        note = notes[who]
        if chance.random() < 0.3:
            note.apply(server.update_since(note.state_vector()))
        length = len(note.markdown())
        start = chance.randint(0, length)
        end = min(length, start + chance.choice((0, 0, 0, 1, 3, 9)))
        update = note.edit(start, end, chance.choice(("", *texts, *texts)))
        is_offline = chance.random() < 0.3
        if not is_offline:
            sent.append(note.update_since(server.state_vector()) if is_behind[who] else update)
            server.apply(sent[-1])
        is_behind[who] = is_offline
    return sent
