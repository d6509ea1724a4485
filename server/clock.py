"""Time: milliseconds since 1970 (UTC) in rows, and the time zone in which people read it."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def as_datetime(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)


@dataclass(frozen=True, slots=True)
class TeamClock:
    """The clock of a team, for each time and day that is printed or shown. Rows stay in UTC."""

    zone: tzinfo

    def at(self, at_ms: int) -> datetime:
        return as_datetime(at_ms).astimezone(self.zone)

    def local(self, iso: str) -> datetime:
        """A time as pages and programs are told it (ISO 8601), in this zone."""
        return datetime.fromisoformat(iso).astimezone(self.zone)

    def now(self) -> datetime:
        return self.at(now_ms())

    def today(self) -> date:
        return self.now().date()

    def yesterday_ms(self) -> int:
        """The midnight at which yesterday began (ms since 1970)."""
        day = self.today() - timedelta(days=1)
        return round(datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp() * 1000)


def offset_name(at: datetime) -> str:
    """`UTC−4`, `UTC+5:30`: how far a time is from UTC, in every language."""
    minutes = round((at.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    sign = "+" if minutes > 0 else "\u2212"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
