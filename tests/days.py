"""The day where the server is, asked each time: a run may last over midnight."""

from datetime import date, timedelta


def today() -> date:
    return date.today()  # noqa: DTZ011 - the day where the server is


def iso(days: int = 0) -> str:
    """So many days from today, negative for days before: `2026-12-01`."""
    return (today() + timedelta(days=days)).isoformat()
