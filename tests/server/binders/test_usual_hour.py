"""The hour at which pochettes are usually ready, from when the last ones were made and changed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from server.binders.rules.usual_hour import usual_hour
from server.clock import TeamClock
from server.storage.binder_folders import Made

PARIS = ZoneInfo("Europe/Paris")


def made(day: str, created: str, changed: str) -> Made:
    def at(text: str) -> int:
        return round(datetime.fromisoformat(text).replace(tzinfo=PARIS).timestamp() * 1000)

    return Made(day, at(created), at(changed))


def morning(number: int, hour: str) -> Made:
    day = f"2026-10-{20 + number:02}"
    return made(day, f"{day}T05:00", f"{day}T{hour}")


def test_it_is_the_median_to_five_minutes_across_a_change_of_the_clock() -> None:
    hours = ["06:10", "06:41", "06:44", "06:48", "09:30"]
    days = [morning(number, hour) for number, hour in enumerate(hours, 3)]
    assert usual_hour(days, TeamClock(PARIS)) == (6, 45)


@pytest.mark.parametrize(
    ("created", "changed", "said"),
    [
        ("2026-10-20T18:00", "2026-10-21T06:30", (6, 30)),
        ("2026-10-21T06:30", "2026-10-23T11:00", (6, 30)),
        ("2026-10-20T18:00", "2026-10-20T19:00", None),
        ("2026-10-20T18:00", "2026-10-22T11:00", None),
        ("2026-10-21T23:58", "2026-10-21T23:59", (0, 0)),
    ],
)
def test_only_what_was_done_on_its_own_day_tells_an_hour(
    created: str, changed: str, said: tuple[int, int] | None
) -> None:
    assert usual_hour([made("2026-10-21", created, changed)] * 5, TeamClock(PARIS)) == said


def test_four_tell_nothing() -> None:
    days = [morning(number, "06:45") for number in range(4)]
    assert usual_hour(days, TeamClock(PARIS)) is None
