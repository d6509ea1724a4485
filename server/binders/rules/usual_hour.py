"""The hour at which the pochettes of a classeur are usually ready: the median of the last ten."""

from collections.abc import Sequence
from statistics import median
from typing import Final

from server.clock import TeamClock
from server.storage.binder_folders import Made

MOST: Final = 10
# Fewer say nothing of a habit.
LEAST: Final = 5
_STEP: Final = 5
_HOUR: Final = 60


def usual_hour(found: Sequence[Made], clock: TeamClock) -> tuple[int, int] | None:
    """Hours and minutes, to five minutes; None where fewer than `LEAST` were composed on their day."""
    minutes = [at for at in (_composed(one, clock) for one in found) if at is not None]
    if len(minutes) < LEAST:
        return None
    return divmod(round(median(minutes) / _STEP) * _STEP % (24 * _HOUR), _HOUR)


def _composed(made: Made, clock: TeamClock) -> int | None:
    """Minutes since midnight of the last change on the pochette's day, else of its making on that day.

    One that was ready the day before, or changed after its day only, tells no hour.
    """
    for at in (clock.at(made.changed_at), clock.at(made.created_at)):
        if at.date().isoformat() == made.day:
            return at.hour * _HOUR + at.minute
    return None
