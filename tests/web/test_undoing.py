"""Whose letters are after undo, redo, loss, return and acceptance: Yjs as the editor has it, our reading."""

import json
import random
import subprocess
from base64 import b64decode, b64encode
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from crdt.blocks import read_blocks, units
from crdt.chronicle import Chronicle
from crdt.restoring import restoring
from tests.wire.node import NODE

SCRIPT = Path(__file__).parent / "node" / "undoing.mjs"
# The letters of each person of the script, as UTF-16 units; halves that two of them share tell nobody.
OF_EACH = [set(units(one)) for one in ("abcâ\u0301👩🏽\u200d🚒", "defè\u0300😀", "ghiï\u0308🚲")]


def typist_of(unit: str) -> int | None:
    found = [person for person, letters in enumerate(OF_EACH) if unit in letters]
    return found[0] if len(found) == 1 else None


class Reading:
    """The server's side of one history."""

    def __init__(self) -> None:
        self.chronicle = Chronicle()
        self.owners: dict[int, int] = {}
        self.restorers: set[int] = set()
        self.before_the_loss = 0

    def take(self, line: dict[str, Any]) -> None:
        update = b64decode(line["update"])
        if line.get("client"):
            self.restorers.add(line["client"])
        for client, _ in read_blocks(update).sections:
            self.owners.setdefault(client, line["by"])
        before, length = self.chronicle.moments, len(self.chronicle.letters.markdown())
        self.chronicle.add(update, str(line["by"]), self.restorers)
        if len(self.chronicle.letters.markdown()) < length / 2:
            self.before_the_loss = before

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What the server writes for a restoration, a loss taken back, a passage of before, a proposal."""
        one, two, three = asked["chance"]
        now = self.chronicle.letters.markdown()
        moment = self.before_the_loss if asked["ask"] == "return" else int(one * (self.chronicle.moments + 1))
        wanted = self.chronicle.text_at(moment)
        if asked["ask"] == "accept":
            start = int(two * (len(now) + 1))
            wanted = now[:start] + asked["words"] + now[start + int(three * 8) :]
        elif asked["ask"] == "passage":
            changes = SequenceMatcher(None, now, wanted, autojunk=False).get_opcodes()
            changes = [change for change in changes if change[0] != "equal"] or [("equal", 0, 0, 0, 0)]
            _, start, end, first, last = changes[int(two * len(changes))]
            wanted = now[:start] + wanted[first:last] + now[end:]
        client = random.Random(one).randrange(1, 1 << 31)
        update = restoring(self.chronicle, wanted, client=client)
        after = Chronicle()
        for _ in (after.add(update) for update in (*self.sent, update)):
            """Read anew."""
        assert after.letters.markdown() == wanted
        return {"update": b64encode(update).decode(), "client": client}

    sent: tuple[bytes, ...] = ()

    def judge(self, said: Counter[str]) -> None:
        """Whose each letter is said to be, and why not its typist's."""
        letters = self.chronicle.letters
        for run in letters:
            for clock, unit in enumerate(run.text, run.clock):
                person = typist_of(unit)
                if run.is_deleted or person is None:
                    continue
                client, first = letters.copies.typed(run.client, clock)
                if self.owners[client] == person:
                    said["right"] += 1
                    continue
                said[self._why(client, first)] += 1

    def _why(self, client: int, clock: int) -> str:
        """Why a letter is not its typist's."""
        letters = self.chronicle.letters
        root = letters.run_at(client, clock)
        if client in self.restorers:
            return "written anew by the server"
        if root.right_origin is None or not (source := letters.run_at(*root.right_origin)).is_deleted:
            return "wrong"
        if letters.put(*root.right_origin) not in (None, (client, clock)):
            return "put back twice"
        # Yjs copies together what one person typed; who deleted the rest of it is asked too.
        behind = range(source.clock, min(source.clock + 20, letters.clock(source.client)))
        if {letters.run_at(source.client, at).by for at in behind} != {str(self.owners[client])}:
            return "deleted by another before, all or the rest of it"
        # What came in one with letters that were typed in front of it or behind it, as a part of their word.
        typed = {typist_of(unit) for unit in root.text} - {None, typist_of(source.text[:1])}
        return "joined to a typed word" if typed else "wrong"


def told(seed: int, many: int, turns: int, *more: str) -> Counter[str]:
    """The letters of so many histories, by how their authors are told."""
    said: Counter[str] = Counter()
    reading, sent = Reading(), list[bytes]()
    command = [str(part) for part in (NODE, SCRIPT, seed, many, turns, *more)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as script:
        assert script.stdin is not None
        assert script.stdout is not None
        for line in map(json.loads, script.stdout):
            if "update" in line:
                reading.take(line)
                sent.append(b64decode(line["update"]))
            elif "ask" in line:
                reading.sent = tuple(sent)
                script.stdin.write(json.dumps(reading.answer(line)) + "\n")
                script.stdin.flush()
            else:
                assert reading.chronicle.letters.markdown() == line["end"]
                reading.judge(said)
                said["histories"] += 1
                said["put back"] += len(reading.chronicle.letters.copies)
                reading, sent = Reading(), []
    assert said["histories"] == many
    return said


def test_where_everybody_hears_of_everybody_each_letter_is_its_typists() -> None:
    said = told(20261202, 300, 40, "calm")
    assert said["put back"] > 1000
    assert set(said) == {"right", "histories", "put back"}


def test_without_a_network_and_with_restorations_a_letter_is_its_typists_or_who_put_it_back() -> None:
    said = told(20261203, 300, 40)
    assert said["put back"] > 1000
    # Two or three letters behind others that were typed in their place are taken for typed ones.
    assert said["wrong"] <= said["right"] / 2000
    others = said.total() - said["right"] - said["histories"] - said["put back"]
    assert others < said["right"] / 8


@pytest.mark.long
def test_the_same_of_ten_thousand_histories() -> None:
    assert set(told(7, 5_000, 40, "calm")) == {"right", "histories", "put back"}
    said = told(8, 5_000, 40)
    assert said["wrong"] <= said["right"] / 2000
