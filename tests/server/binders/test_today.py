"""Aujourd'hui through the door: the pochette of the day, what changed since, the last pochettes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from yarl import URL

from export.folder.folder import day_in_words
from server.app import create_app
from server.clock import TeamClock
from server.http.keys import CLOCK, ENGINE
from server.reading.readings import READINGS
from server.settings.config import Config
from server.storage import Db
from tests.conftest import Client, client_of
from tests.days import iso, today
from tests.server.binders.binders import Team, began, comes_by
from tests.server.binders.pochettes import make_in, put_in
from tests.server.binders.reader import Reader, rows
from tests.server.live.editors import join_synced
from tests.server.visits import cookie_of, visit


async def carded(team: Team, title: str, theme: str = "", status: str = "reviewed", words: int = 300) -> str:
    note = await team.note(f"# {title}\n\n{'Un mot. ' * words}\n\nFin du texte.")
    card = {"theme": theme, "status": status}
    assert (await team.client.put(f"/n/{note}/card", json=card, headers=team.cookie)).status == 200
    return note


async def writes(team: Team, note: str, text: str = " Encore une phrase.") -> None:
    """Add to the end of a note, as somebody of the team does."""
    editor = await join_synced(team.client, note, headers=team.cookie)
    editor.text += text
    await editor.flush()
    await editor.until(lambda: editor.is_saved)


async def of_day(team: Team, *notes: str, days: int = 0, **wish: Any) -> str:
    path = await make_in(team, day=iso(days), **wish)
    await put_in(team.client, path, *notes, cookie=team.cookie)
    return path


async def test_who_only_reads_lands_on_it_and_who_may_more_on_the_list(client: Client) -> None:
    team = await began(client)
    await team.note("# Loyers")
    for role, lands in (("read", True), ("comment", False), ("edit", False)):
        reader = await Reader.come(team, role)
        for query, is_today in (("", lands), ("?view=aujourdhui", True), ("?view=liste", False)):
            page = await reader.page(query)
            assert ('id="today"' in page) is is_today, (role, query)
            assert ('id="listed"' in page) is not is_today, (role, query)
        page = await reader.page("?view=rien")
        assert ('id="today"' in page) is lands
    own = await client.get(team.base, headers=team.cookie)
    assert 'id="listed"' in await own.text()


async def test_the_way_to_the_list_names_the_list_for_who_lands_elsewhere(client: Client) -> None:
    team = await began(client)
    await carded(team, "Loyers", "Logement")
    reader = await Reader.come(team)
    page = await reader.page("?view=liste&theme=Logement")
    assert f'href="{reader.path}?view=liste">Tout montrer' in page
    assert f'href="{reader.path}?view=liste"' in await reader.page()
    editor = await Reader.come(team, "edit")
    assert f'href="{editor.path}">Tout montrer' in await editor.page("?view=liste&theme=Logement")


async def test_the_pochette_of_the_day_says_each_note_its_length_and_its_state(client: Client) -> None:
    team = await began(client)
    old = [await carded(team, title, "Logement") for title in ("Loyers", "Vacants")]
    reader = await Reader.come(team)
    new = await carded(team, "Gares", "Transports", status="draft")
    await of_day(team, *old, new, audience="Pour la candidate")
    home = await reader.home()
    assert day_in_words(iso(0), "fr").removesuffix(f" {today().year}") in home.text
    assert "Pour la candidate" in home.text
    assert "3 notes, 9 min de lecture" in home.text
    assert home.day == [
        "1 Loyers Logement · 3 min Nouvelle pour vous",
        "2 Vacants Logement · 3 min Nouvelle pour vous",
        "3 Gares Transports · 3 min · brouillon Nouvelle pour vous",
    ]
    assert home.go == "Lire"
    assert home.since == []


async def test_reading_goes_on_at_the_first_note_that_is_not_read(client: Client) -> None:
    team = await began(client)
    notes = [await carded(team, title) for title in ("Un", "Deux", "Trois")]
    reader = await Reader.come(team)
    path = await of_day(team, *notes)
    items = [
        note["id"]
        for note in (await (await client.get(f"{path}/notes", headers=team.cookie)).json())["notes"]
    ]
    for number, note in enumerate(notes, 1):
        await reader.reads(note)
        home = await reader.home()
        first = number + 1 if number < 3 else 1
        assert home.go == (f"Reprendre à la note {first}" if number < 3 else "Relire")
        assert f'go-on" href="{path}/notes/{items[first - 1]}"' in home.text
    assert all(row.endswith("Lue") for row in (await reader.home()).day)
    await writes(team, notes[1])
    home = await reader.home()
    assert home.go == "Reprendre à la note 2"
    assert home.day[1] == "2 Deux lue aujourd’hui 1 passage modifié depuis votre lecture"


async def test_what_changed_elsewhere_comes_beside_it_latest_first_and_seven_at_most(client: Client) -> None:
    team = await began(client)
    known = await carded(team, "Éléments", "École")
    reader = await Reader.come(team)
    await reader.reads(known)
    assert (await reader.home()).since == ["Éléments École · " + (await hour(client, known)) + " Lue"]
    day = await carded(team, "Du jour")
    await of_day(team, day)
    others = [await carded(team, f"Fiche {number}") for number in range(6)]
    await writes(team, known)
    home = await reader.home()
    assert home.since[0].startswith("Éléments École · ")
    assert home.since[0].endswith("1 passage modifié depuis votre lecture")
    assert [row.split(" ")[1] for row in home.since[1:]] == ["5", "4", "3", "2", "1", "0"]
    assert all(row.endswith("Nouvelle pour vous") for row in home.since[1:])
    assert "Toutes les notes" not in home.text.partition('class="dock"')[0].partition('id="today"')[2]
    assert ">8</span>" in home.text, "seven beside the pochette and one in it"
    await carded(team, "Une de plus")
    home = await reader.home()
    assert len(home.since) == 7
    assert 'class="all"' in home.text
    archived = await client.post(f"{team.base}/notes/archive", json={"notes": others}, headers=team.cookie)
    assert archived.status == 200
    assert [row.partition(" ")[0] for row in (await reader.home()).since] == ["Une", "Éléments"]


async def hour(client: Client, note: str) -> str:
    def look(db: Db) -> int:
        ((at,),) = db.execute("SELECT changed_at FROM notes WHERE id = ?", (note,))
        return int(at)

    at = client.app[CLOCK].at(await client.app[ENGINE].read(look))
    return f"{at.hour} h {at.minute:02}"


async def test_looking_at_it_reads_nothing(client: Client) -> None:
    team = await began(client)
    reader = await Reader.come(team)
    note = await carded(team, "Loyers")
    await of_day(team, note)
    for query in ("", "?view=liste", "?view=aujourdhui", ""):
        await reader.page(query)
    assert await rows(client) == []
    assert (await reader.home()).day[0].endswith("Nouvelle pour vous")


async def test_of_several_pochettes_the_last_composed_is_shown_and_the_others_are_named(
    client: Client,
) -> None:
    team = await began(client)
    first, second = await carded(team, "Une"), await carded(team, "Deux")
    reader = await Reader.come(team)
    other = await of_day(team, first, title="Débats")
    await of_day(team, second, title="Matin")
    home = await reader.home()
    assert home.day == ["1 Deux 3 min Nouvelle pour vous"]
    assert "Aussi :" in home.text
    assert f'href="{other}"' in home.text


async def test_without_one_it_says_so_and_when_it_usually_comes(client: Client) -> None:
    team = await began(client)
    note = await carded(team, "Loyers")
    reader = await Reader.come(team)
    for days in range(1, 5):
        await of_day(team, note, days=-days)
    home = await reader.home()
    assert "Pas encore de pochette" in home.text
    assert "D’ordinaire" not in home.text, "four say nothing"
    await of_day(team, note, days=-5)
    await client.app[ENGINE].write(partial(composed, clock=client.app[CLOCK], at=6 * 60 + 43))
    assert "D’ordinaire vers 6 h 45." in (await reader.home()).text
    assert "Usually around 6:45." in (await reader.home(language="en")).text


def composed(db: Db, *, clock: TeamClock, at: int) -> None:
    """Each pochette was put together at that minute of its day by the clock, and made the evening before."""
    for folder, day in list(db.execute("SELECT id, day FROM folders WHERE day <> ''")):
        midnight = datetime.combine(date.fromisoformat(day), time(), clock.zone)
        changed = round(midnight.replace(hour=at // 60, minute=at % 60).timestamp() * 1000)
        made = round(midnight.timestamp() * 1000) - 3_600_000
        db.execute("UPDATE folders SET changed_at = ?, created_at = ? WHERE id = ?", (changed, made, folder))


async def test_the_last_pochettes_say_how_many_of_their_notes_are_read(client: Client) -> None:
    team = await began(client)
    notes = [await carded(team, title) for title in ("Un", "Deux")]
    reader = await Reader.come(team)
    await of_day(team, *notes, days=-1)
    home = await reader.home()
    yesterday = day_in_words(iso(-1), "fr").removesuffix(f" {today().year}")
    assert home.before == [f"{yesterday} 2 notes"]
    assert ">Hier</h2>" in home.text
    await reader.reads(notes[0])
    assert (await reader.home()).before == [f"{yesterday} 1 lue sur 2"]
    await reader.reads(notes[1])
    assert (await reader.home()).before == [f"{yesterday} 2 notes lues"]
    for days in (2, 3, 4):
        await of_day(team, notes[0], days=-days)
    home = await reader.home()
    assert len(home.before) == 3
    assert ">Pochettes précédentes</h2>" in home.text
    assert home.before[1].endswith("1 note lue")


async def test_a_classeur_without_notes_or_changes_is_no_empty_page(client: Client) -> None:
    team = await began(client)
    reader = await Reader.come(team)
    home = await reader.home()
    assert "Pas encore de pochette" in home.text
    assert "Ce classeur n’a pas encore de note." in home.text
    await team.note("# Loyers")
    later = await Reader.come(team)
    home = await later.home()
    assert ">Dernières notes</h2>" in home.text
    assert home.since[0].startswith("Loyers ")
    assert "badge" not in home.text


async def test_the_next_pochette_is_named_before_its_day(client: Client) -> None:
    team = await began(client)
    reader = await Reader.come(team)
    path = await of_day(team, await carded(team, "Loyers"), days=2)
    page = await reader.page("?view=aujourdhui")
    assert f'La prochaine : <a href="{path}"' in " ".join(page.split())


@pytest.fixture(params=["Pacific/Kiritimati", "Etc/GMT+12"])
async def far(request: pytest.FixtureRequest, config: Config) -> AsyncIterator[tuple[Client, TeamClock]]:
    """A team whose day is that of nobody else."""
    zone = ZoneInfo(request.param)
    async with client_of(create_app(replace(config, timezone=zone))) as client:
        yield client, TeamClock(zone)


async def test_the_day_is_that_of_the_team(far: tuple[Client, TeamClock]) -> None:
    client, clock = far
    team = await began(client)
    note = await carded(team, "Loyers")
    reader = await Reader.come(team)
    for days in (-1, 1):
        path = await make_in(team, day=(clock.today() + timedelta(days=days)).isoformat())
        await put_in(client, path, note, cookie=team.cookie)
    assert (await reader.home()).day == []
    path = await make_in(team, day=clock.today().isoformat())
    await put_in(client, path, note, cookie=team.cookie)
    assert (await reader.home()).day == ["1 Loyers 3 min Nouvelle pour vous"]


async def test_nothing_of_it_shows_before_the_door_or_once_the_link_is_over(client: Client) -> None:
    team = await began(client)
    await of_day(team, await carded(team, "Loyers", "Logement"))
    path, link = await team.link("read")
    locked, _ = await team.link("read", password="tona-pivelo-1906")
    reader = await comes_by(client, path)
    stranger = await visit(client)
    for address, cookie in ((path, {}), (path, stranger), (locked, stranger), (team.base, stranger)):
        text = await (await client.get(address, headers=cookie)).text()
        assert "Loyers" not in text, address
        assert 'id="today"' not in text, address
    assert "Loyers" in await (await client.get(path, headers=reader)).text()
    assert (await client.delete(f"{team.base}/links/{link}", headers=team.cookie)).status == 200
    for address in (path, team.base):
        answer = await client.get(address, headers=reader)
        assert answer.status == 404
        assert "Loyers" not in await answer.text()


async def test_an_app_that_starts_without_its_cookie_finds_the_door_and_then_the_day(client: Client) -> None:
    team = await began(client)
    await of_day(team, await carded(team, "Loyers"))
    path, _ = await team.link("read")
    door = await client.get(path, headers={"Accept-Language": "fr"})
    assert "Ouvrir sans donner mon nom" in await door.text()
    entered = await client.post(f"{path}/arrival", data={"skip": "1"}, allow_redirects=False)
    opened = await client.get(entered.headers["Location"], headers=cookie_of(entered))
    assert 'id="today"' in await opened.text()
    assert "Loyers" in await opened.text()


async def test_who_writes_has_signs_only_where_they_used_the_reader(client: Client) -> None:
    team = await began(client)
    note = await carded(team, "Loyers")
    editor = await Reader.come(team, "edit")
    other = await carded(team, "Vacants")
    assert "read-state" not in await editor.page()
    await editor.opens(note)
    await writes(team, note)
    await writes(team, other)
    page = await editor.page()
    assert page.count("read-state") == 1
    assert "1 passage" in page
    assert "read-state" not in await Reader(client, team.base, team.cookie).page(), "their own change"


async def test_home_says_what_became_of_a_note_that_was_read_by_its_own_link(client: Client) -> None:
    team = await began(client)
    note = await carded(team, "Loyers")
    made = await client.post(f"/n/{note}/links", json={"role": "read"}, headers=team.cookie)
    link = URL((await made.json())["url"]).path
    reader = Reader(client, "/", await visit(client))
    assert (await client.get(f"{link}?view=read", headers=reader.cookie)).status == 200
    await client.app[READINGS].settled()
    assert "read-state" not in await reader.page()
    await writes(team, note)
    assert "Ouverte par un lien · <span" in await reader.page()
    assert "1 passage" in await reader.page()
