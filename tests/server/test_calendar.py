"""The calendar through the door: a server of its own process whose clock is set."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession, DummyCookieJar
from yarl import URL

from tests.clocks import SetClock, library
from tests.served import Served
from tests.visitor import LED_HERE

pytestmark = pytest.mark.skipif(library() is None, reason="wants Debian's libfaketime")

# The moments of a zone at which its server is asked, in order, and how each day is called.
DAYS: Final = {
    "Pacific/Kiritimati": (("2026-12-01T00:30", "Mardi 1er décembre"),),
    "Europe/Paris": (
        ("2026-12-01T09:30", "Mardi 1er décembre"),
        ("2026-12-31T23:30", "Jeudi 31 décembre"),
        ("2027-01-01T00:10", "Vendredi 1er janvier"),
        ("2027-01-31T23:30", "Dimanche 31 janvier"),
        # The hour that is left out begins half an hour later; that of autumn is there twice.
        ("2027-03-28T01:30", "Dimanche 28 mars"),
        ("2027-10-31T02:30", "Dimanche 31 octobre"),
        ("2028-02-29T12:00", "Mardi 29 février"),
    ),
    "Etc/GMT+12": (("2026-11-30T23:30", "Lundi 30 novembre"),),
    # A day without a midnight.
    "America/Santiago": (("2027-09-05T01:10", "Dimanche 5 septembre"),),
}


class Desk:
    """A browser of somebody who manages a classeur."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session
        self._cookie: dict[str, str] = {}

    async def get(self, path: str) -> str:
        async with self._session.get(path, headers=self._cookie) as answer:
            assert answer.status == 200, await answer.text()
            self._cookie = self._cookie or {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]}
            return " ".join(unescape(await answer.text()).split())

    async def post(self, path: str, wish: dict[str, Any]) -> dict[str, Any]:
        async with self._session.post(path, json=wish, headers=self._cookie) as answer:
            assert answer.status in {200, 201}, await answer.text()
            told: dict[str, Any] = await answer.json()
            return told

    async def submit(self, path: str, **form: str) -> str:
        """Where a form leads."""
        async with self._session.post(path, data=form, headers=self._cookie, allow_redirects=False) as answer:
            assert answer.status == 303, await answer.text()
            return URL(answer.headers["Location"]).path


@asynccontextmanager
async def serving(folder: Path, zone: str, clock: SetClock) -> AsyncIterator[ClientSession]:
    environment = {**clock.environment, "POCHETTE_TIMEZONE": zone}
    headers = {"Accept-Language": "fr", **LED_HERE}
    with Served(folder / "data", environment=environment) as server:
        async with ClientSession(server.url, cookie_jar=DummyCookieJar(), headers=headers) as session:
            yield session


def moment(at: str, zone: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.first(1)
@pytest.mark.parametrize("zone", DAYS)
async def test_what_is_of_the_day_says_that_day(tmp_path: Path, zone: str) -> None:
    clock = SetClock(tmp_path, moment(DAYS[zone][0][0], zone))
    async with serving(tmp_path, zone, clock) as session:
        for at, said in DAYS[zone]:
            clock.set(moment(at, zone))
            await _is_of(Desk(session), datetime.fromisoformat(at).date(), said)


async def _is_of(aide: Desk, day: date, said: str) -> None:
    """Whatever pages call today is that day."""
    await aide.get("/")
    binder = await aide.submit("/binders", name="Programme")
    note = (await aide.post(f"{binder}/notes", {"markdown": "# Loyers\n\nUn texte."}))["note"]
    folders = [
        f"/p/{(await aide.post(f'{binder}/folders', {'day': one.isoformat()}))['folder']}"
        for one in (day - timedelta(days=1), day)
    ]
    for folder in folders:
        await aide.post(f"{folder}/notes", {"notes": [note]})
    await aide.post(f"{folders[1]}/editions", {})

    assert _heads(await aide.get(f"{binder}?view=aujourdhui")) == [said]
    shelf = await aide.get(f"{binder}/pochettes")
    assert said in shelf
    assert shelf.count("imprimée aujourd’hui") == 1
    assert f'value="{(day + timedelta(days=1)).isoformat()}"' in shelf, "the next free day"
    assert said in await aide.get("/")
    async with asyncio.timeout(30):
        # The index follows what is written.
        while not (await aide.post("/api/search", {"q": "loyers depuis:aujourdhui"}))["results"]:
            pass


async def test_at_midnight_the_day_is_the_new_one(tmp_path: Path) -> None:
    zone = "Europe/Paris"
    clock = SetClock(tmp_path, moment("2026-12-31T23:59:58", zone))
    async with serving(tmp_path, zone, clock) as session:
        aide = Desk(session)
        await aide.get("/")
        binder = await aide.submit("/binders", name="Programme")
        for day in (date(2026, 12, 31), date(2027, 1, 1)):
            await aide.post(f"{binder}/folders", {"day": day.isoformat()})
        async with asyncio.timeout(60):
            # Its own clock brings the new year in.
            while _heads(await aide.get(f"{binder}?view=aujourdhui")) != ["Vendredi 1er janvier"]:
                pass
        shelf = await aide.get(f"{binder}/pochettes")
        assert shelf.index("Vendredi 1er janvier") < shelf.index("Jeudi 31 décembre 2026")


def _heads(page: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", one).strip() for one in re.findall(r"<h1[^>]*>(.*?)</h1>", page)]
