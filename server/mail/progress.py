"""Progress of the latest mailing: its mails counted by state, and those that need somebody first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.storage.sendings import Sending, State
from server.text.words import Words

# Those that somebody has to look at come first.
_RANKS: Final = {State.REFUSED: 0, State.MAYBE: 0, State.HANDING: 1, State.WAITING: 1, State.SENT: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Of a press that asked for several mails: how many are settled, of how many, in words."""

    settled: int
    every: int
    said: str


def in_order(found: Sequence[Sending]) -> list[Sending]:
    """The latest press first; within each, refusals before what waits, and that before what was sent."""
    began: dict[str, int] = {}
    for one in found:
        began[one.batch] = max(one.made_at, began.get(one.batch, 0))
    return sorted(
        found, key=lambda one: (-began[one.batch], one.batch, _RANKS[one.state], one.recipient.casefold())
    )


def progress_of(found: Sequence[Sending], t: Words) -> Progress | None:
    """Of the latest press, where it asked for more than one mail; `found` as `in_order` gives it."""
    latest = [one.state for one in found if one.batch == found[0].batch]
    if len(latest) < 2:
        return None
    many, every = Counter(latest), len(latest)
    waiting = many[State.WAITING] + many[State.HANDING]
    others = {"refused": many[State.REFUSED], "maybe": many[State.MAYBE], "waiting": waiting}
    said = [t("mail.progress.sent", count=many[State.SENT], every=every)]
    said += [t(f"mail.progress.{state}", count=count) for state, count in others.items() if count]
    return Progress(settled=every - waiting, every=every, said=", ".join(said))
