"""Times on paper and on pages, in the zone of the team or of the browser that prints."""

import asyncio
import re
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from yarl import URL

from server.app import create_app
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.database import database
from tests.server.paper.editions import TEXT, take_edition
from tests.server.visits import make

PARIS = "Europe/Paris"
Opened = Callable[[str], AbstractAsyncContextManager[Client]]


@pytest.fixture
def opened(config: Config) -> Opened:
    """A server of the test's data in a zone."""

    @asynccontextmanager
    async def open_in(zone: str) -> AsyncIterator[Client]:
        app = create_app(replace(config, timezone=ZoneInfo(zone)))
        async with client_of(app, headers={"Accept-Language": "fr"}) as client:
            yield client

    return open_in


def ms(iso: str) -> int:
    return round(datetime.fromisoformat(iso).timestamp() * 1000)


async def words(client: Client, path: str) -> str:
    """The text of a PDF, its spaces as on a keyboard."""
    answer = await client.get(path)
    assert answer.status == 200, await answer.text()
    command = ["pdftotext", "-layout", "-", "-"]
    printed = await answer.read()
    run = await asyncio.to_thread(subprocess.run, command, input=printed, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


async def page(client: Client, path: str) -> str:
    answer = await client.get(path)
    assert answer.status == 200, await answer.text()
    return " ".join((await answer.text()).split())


@pytest.mark.first(2)
@pytest.mark.parametrize(
    ("zone", "at", "said"),
    [
        # Both changes of the hour, a minute before and at it.
        (PARIS, "2026-03-29T00:59Z", "29 mars 2026, 1 h 59"),
        (PARIS, "2026-03-29T01:00Z", "29 mars 2026, 3 h 00"),
        (PARIS, "2026-10-25T00:59Z", "25 octobre 2026, 2 h 59"),
        (PARIS, "2026-10-25T01:00Z", "25 octobre 2026, 2 h 00"),
        ("America/Montreal", "2026-03-08T06:59Z", "8 mars 2026, 1 h 59"),
        ("America/Montreal", "2026-03-08T07:00Z", "8 mars 2026, 3 h 00"),
        ("America/Martinique", "2026-06-01T01:37Z", "31 mai 2026, 21 h 37"),
        ("Pacific/Kiritimati", "2026-11-28T10:30Z", "29 novembre 2026, 0 h 30"),
    ],
)
async def test_a_sheet_and_its_page_say_the_time_of_the_team(
    opened: Opened, config: Config, zone: str, at: str, said: str
) -> None:
    async with opened(zone) as client:
        made = await make(client, markdown=TEXT)
        edition = await take_edition(client, made)
        with database(config) as db:
            db.execute("UPDATE editions SET printed_at = ?", (ms(at),))
        printed = await words(client, edition["pdf"])
        assert printed.count(said) == 2, "at the head and at the foot"
        sheet = (await page(client, URL(edition["url"]).path)).replace("\u00a0", " ").replace("\u202f", " ")
        assert said in sheet


async def test_the_day_of_the_team_is_another_one_at_its_midnight(opened: Opened) -> None:
    days = []
    # Twenty-six hours apart: never the same day.
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        async with opened(zone) as client:
            made = await client.post("/folders", data={}, allow_redirects=False)
            told = await client.get(made.headers["Location"])
            assert told.status == 200
            (row,) = [
                time
                for time in (await told.text()).split('"')
                if time == datetime.now(ZoneInfo(zone)).date().isoformat()
            ][:1]
            days.append(row)
    assert days[0] > days[1]


async def test_a_browser_elsewhere_prints_its_own_time_and_says_how_far_it_is(
    opened: Opened, config: Config
) -> None:
    async with opened(PARIS) as client:
        made = await make(client, markdown=TEXT)
        edition = await take_edition(client, made, timezone="America/Martinique")
        same = await take_edition(client, made, timezone="Europe/Madrid")
        unknown = await take_edition(client, made, timezone="../../etc/passwd")
        with database(config) as db:
            db.execute("UPDATE editions SET printed_at = ?", (ms("2026-01-15T16:37Z"),))
        assert "15 janvier 2026, 12 h 37 (UTC−4)" in await words(client, edition["pdf"])
        for one in (same, unknown):
            said = await words(client, one["pdf"])
            assert "15 janvier 2026, 17 h 37" in said
            assert "UTC" not in said
        # What is printed for oneself is no edition.
        now = datetime.now(UTC)
        live = await words(client, f"{made.read}/note.pdf?timezone=America/Martinique")
        assert "(UTC−4)" in live
        assert "(UTC−4)" not in await words(client, f"{made.read}/note.pdf?timezone=%3Cscript%3E")
        assert any(
            f"{at.hour} h {at.minute:02}" in live
            for at in (
                now.astimezone(ZoneInfo("America/Martinique")),
                datetime.now(ZoneInfo("America/Martinique")),
            )
        )


async def test_a_note_is_dated_for_its_readers_by_the_clock_of_the_team(opened: Opened) -> None:
    async with opened("Pacific/Noumea") as client:
        made = await make(client, markdown=TEXT)
        said = await page(client, made.read)
        assert re.search(r'<time id="changed" datetime="[^"]+\+11:00">\d\d/\d\d/\d{4}, \d\d:\d\d \+11<', said)
