"""Reading time: minutes, and from an hour on hours, by the half below ten.

web/src/text/reading-time.ts says the same.
"""

from typing import Final

from server.text.words import Words

_AN_HOUR: Final = 60


def reading_time(t: Words, minutes: int) -> str:
    if minutes < _AN_HOUR:
        return t("reader.minutes", count=minutes)
    # Half up, as scripts round.
    halves = (4 * minutes + _AN_HOUR) // (2 * _AN_HOUR)
    hours = halves / 2 if minutes < 10 * _AN_HOUR else (2 * minutes + _AN_HOUR) // (2 * _AN_HOUR)
    return t("reader.hours", count=int(hours) if hours == int(hours) else hours)
