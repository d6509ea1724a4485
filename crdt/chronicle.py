"""The life of a note: the birth and death of each letter, and the text at any moment.

A moment is what one entry of the journal did; they are counted from 1, and 0 is before the first. What is
still there has gone at moment 0, which is never.
"""

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from crdt.blocks import UNKNOWN, joined
from crdt.letters import Letters


class Span(NamedTuple):
    """Letters side by side that one client typed. The n-th came at `born + n * born_step`, which is 0 or 1.

    It went at `died + n * died_step`, or is there where `died` is 0. `text` has one character a UTF-16 unit.
    """

    client: int
    text: str
    born: int
    born_step: int
    died: int
    died_step: int

    def at(self, moment: int) -> str:
        """The part of it that is there at a moment."""
        return "".join(
            letter
            for n, letter in enumerate(self.text)
            if self.born + n * self.born_step <= moment
            and not (self.died and self.died + n * self.died_step <= moment)
        )


_RUN_BYTES: Final = 400
_BIRTH_BYTES: Final = 80
_DEATH_BYTES: Final = 8
_COPY_BYTES: Final = 200


class Chronicle:
    """Built from the updates of a journal, in their order."""

    def __init__(self) -> None:
        self.moments = 0
        self.letters = Letters()
        self._births: dict[int, tuple[list[int], list[int]]] = {}
        self._deaths: dict[int, array[int]] = {}

    @property
    def size(self) -> int:
        """About what it takes of the memory."""
        births = sum(len(clocks) for clocks, _ in self._births.values())
        deaths = sum(map(len, self._deaths.values()))
        parts = self.letters.runs * _RUN_BYTES + births * _BIRTH_BYTES + deaths * _DEATH_BYTES
        return parts + len(self.letters.copies) * _COPY_BYTES

    def add(self, update: bytes, by: str | None = None, restorers: Collection[int] = ()) -> bool:
        """Take the next update in; False where nothing came or went, which is no moment.

        Letters that were put back are told as those of who typed them where it is known who wrote each
        update: see `Letters.apply`.
        """
        now = self.moments + 1
        for client, start, end, is_deletion in self.letters.apply(update, by, restorers):
            deaths = self._deaths.get(client)
            if deaths is None:
                deaths = self._deaths[client] = array("q")
            if is_deletion:
                deaths[start:end] = array("q", (now,)) * (end - start)
            else:
                clocks, moments = self._births.setdefault(client, ([], []))
                clocks.append(start)
                moments.append(now)
                deaths.frombytes(bytes(8 * (end - len(deaths))))
            self.moments = now
        return self.moments == now

    def spans(self) -> Iterator[Span]:
        """All that ever stood in the note, in its order, in spans as long as letters came and went evenly."""
        client, text, born, born_step, died, died_step = 0, "", 0, 0, 0, 0
        for whose, letter, comes, goes in self._lives():
            length = len(text)
            if whose == client and (goes == 0) == (died == 0):
                if length == 1 and comes - born in (0, 1) and abs(goes - died) <= 1:
                    text, born_step, died_step = text + letter, comes - born, goes - died
                    continue
                if length > 1 and (comes, goes) == (born + length * born_step, died + length * died_step):
                    text += letter
                    continue
            if text:
                yield Span(client, text, born, born_step, died, died_step)
            client, text, born, born_step, died, died_step = whose, letter, comes, 0, goes, 0
        if text:
            yield Span(client, text, born, born_step, died, died_step)

    def births(self) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
        """Each client with clocks, and the moment at which the letters from each of them on have come."""
        for client, (clocks, moments) in self._births.items():
            yield client, clocks, moments

    def life(self, client: int, clock: int) -> tuple[int, int]:
        """When a letter came and when it went."""
        clocks, moments = self._births[client]
        return moments[bisect_right(clocks, clock) - 1], self._deaths[client][clock]

    def text_at(self, moment: int) -> str:
        """The Markdown at a moment."""
        return joined("".join(span.at(moment) for span in self.spans()))

    def _lives(self) -> Iterator[tuple[int, str, int, int]]:
        """Each letter: whose it is, when it came and when it went."""
        for run in self.letters:
            clocks, moments = self._births[run.client]
            deaths = self._deaths[run.client]
            part = bisect_right(clocks, run.clock) - 1
            for start, end, typist, _ in self.letters.copies.pieces(run.client, run.clock, run.end):
                for clock in range(start, end):
                    letter = run.text[clock - run.clock]
                    if letter == UNKNOWN:
                        continue
                    while part + 1 < len(clocks) and clocks[part + 1] <= clock:
                        part += 1
                    yield typist, letter, moments[part], deaths[clock]
