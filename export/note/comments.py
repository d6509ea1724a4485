"""Comments as prints and files take them along: threads, at a passage or about the whole note."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from export.note.limits import check_comments, clean

Facts: TypeAlias = Mapping[str, Any]

# The place of a passage that is in the title, which stands before the body.
IN_TITLE = 0


class State(StrEnum):
    """State of a thread. Only proposals are accepted or refused."""

    OPEN = "open"
    RESOLVED = "resolved"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One thing that was said. `name` is empty where nobody has given one."""

    at: datetime
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """`quote` is its passage, empty where it is about the whole note; `proposed` would stand there instead.

    `place` is where the passage ends, in characters of the text: None where it is no more in it.
    """

    comments: tuple[Comment, ...]
    quote: str = ""
    proposed: str = ""
    state: State = State.OPEN
    place: int | None = None


def in_order(threads: Iterable[Thread]) -> tuple[Thread, ...]:
    """As the text goes, then those whose passage is gone, then the talk about the whole."""

    def rank(thread: Thread) -> tuple[int, int]:
        return (2, 0) if not thread.quote else (1, 0) if thread.place is None else (0, thread.place)

    return tuple(sorted(threads, key=rank))


def numbers(threads: Sequence[Thread]) -> dict[int, tuple[int, ...]]:
    """The numbers that are called in the body, by their places; those of the title are not among them."""
    found: dict[int, tuple[int, ...]] = {}
    for number, thread in enumerate(threads, 1):
        if thread.place:
            found[thread.place] = (*found.get(thread.place, ()), number)
    return found


def in_title(threads: Sequence[Thread]) -> tuple[int, ...]:
    """The numbers of those whose passage is in the title."""
    return tuple(number for number, thread in enumerate(threads, 1) if thread.place == IN_TITLE)


def check(threads: Sequence[Thread]) -> None:
    """Raises TooMuch when they are more than a print can take along."""
    said = [comment.text for thread in threads for comment in thread.comments]
    around = sum(len(thread.quote) + len(thread.proposed) for thread in threads)
    check_comments(len(said), around + sum(map(len, said)))


def in_body(threads: Iterable[Thread], text: str, body: str) -> tuple[Thread, ...]:
    """The same with their places in the body that a brief has cut out of a note's text."""
    whole, rest = clean(text).rstrip("\n"), body.rstrip("\n")
    margin = len(whole) - len(whole.lstrip("\n"))
    before = _alike(whole[margin:], rest)
    behind = len(rest) if whole.endswith(rest) else _alike(whole[::-1], rest[::-1])

    def place(end: int) -> int:
        at = min(len(clean(text[:end])), len(whole))
        left = len(whole) - at
        if left <= behind:
            return len(rest) - left
        return at - margin if margin < at <= before + margin else IN_TITLE

    return tuple(one if one.place is None else replace(one, place=place(one.place)) for one in threads)


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def moved(threads: Iterable[Thread], text: str, other: str) -> tuple[Thread, ...]:
    """Places of one text in another one of the same note: where the words stand that are nearest."""
    if text == other:
        return tuple(threads)
    return tuple(
        one if one.place is None else replace(one, place=nearest(other, one.quote, one.place))
        for one in threads
    )


def nearest(text: str, quote: str, end: int) -> int | None:
    """Where the words end that stand nearest to a place; None where they are not in the text."""
    wished = max(0, end - len(quote))
    before = text.rfind(quote, 0, wished + len(quote))
    after = text.find(quote, wished)
    found = [start for start in (before, after) if start >= 0]
    return min(found, key=lambda start: abs(start - wished)) + len(quote) if found and quote else None


def facts(threads: Sequence[Thread]) -> list[dict[str, Any]]:
    """As JSON can carry them."""
    return [
        {
            "quote": one.quote,
            "proposed": one.proposed,
            "state": one.state.value,
            "place": one.place,
            "comments": [
                {"at": said.at.isoformat(), "name": said.name, "text": said.text} for said in one.comments
            ],
        }
        for one in threads
    ]


def read_facts(told: Iterable[Facts]) -> tuple[Thread, ...]:
    """The inverse of `facts`."""
    return tuple(
        Thread(
            quote=one["quote"],
            proposed=one["proposed"],
            state=State(one["state"]),
            place=one["place"],
            comments=tuple(
                Comment(at=datetime.fromisoformat(said["at"]), name=said["name"], text=said["text"])
                for said in one["comments"]
            ),
        )
        for one in told
    )
