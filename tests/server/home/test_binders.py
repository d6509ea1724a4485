"""The classeurs of the home page, and the notes beside them."""

import re
from functools import partial

from crdt import frames
from crdt.note import first_update
from server.app import create_app
from server.clock import now_ms
from server.http.keys import ENGINE
from server.ids import NoteId
from server.settings.config import Config
from server.storage import Db
from tests.conftest import Client, client_of
from tests.days import iso
from tests.server.binders.binders import Team, began, comes_by
from tests.server.visits import make, visit

FRENCH = {"Accept-Language": "fr"}
DAY_MS = 24 * 3600 * 1000


async def home(client: Client, cookie: dict[str, str]) -> str:
    answer = await client.get("/", headers=cookie | FRENCH)
    assert answer.status == 200
    return await answer.text()


def heard(page: str) -> list[str]:
    """What a screen reader says of each classeur."""
    return re.findall(r'<li><a href="/c/[^"]+"><span class="vh">([^<]+)</span>', page)


def loose(page: str) -> list[str]:
    return re.findall(r'<a class="row" href="[^"]+"><span class="what"><b>([^<]+)</b>', page)


async def put(client: Client, team: Team, note: str) -> None:
    answer = await client.post(f"{team.base}/put", json={"notes": [note]}, headers=team.cookie)
    assert answer.status == 200, await answer.text()


async def test_without_a_classeur_there_is_only_a_way_to_begin_one(client: Client) -> None:
    cookie = await visit(client)
    page = await home(client, cookie)
    assert "<h2" in page
    assert "Classeurs" not in page
    assert 'href="/binders/new"' in page
    await make(client, markdown="# Agenda", headers=cookie)
    page = await home(client, cookie)
    assert "Toutes les notes" in page
    assert "Classeurs" not in page
    assert "/binder" not in page.replace("/binders/new", "")


async def test_each_says_its_notes_its_right_and_one_line_of_life(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        team = await began(client)
        assert heard(await home(client, team.cookie)) == ["Programme, classeur, 0 note, vous pouvez gérer"]
        notes = [await team.note(f"# {at}") for at in range(4)]
        life = "Programme, classeur, 2 notes, vous pouvez gérer, 2 notes depuis hier"
        await app[ENGINE].write(partial(_archive, note=NoteId(notes[0])))
        await client.post(f"/n/{notes[1]}/trash", json={}, headers=team.cookie)
        assert heard(await home(client, team.cookie)) == [life]
        path, _ = await team.link("read")
        reader = await comes_by(client, path)
        assert heard(await home(client, reader)) == [life.replace("gérer", "lire")]
        await app[ENGINE].write(partial(_age, days=3))
        day = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
        (told,) = heard(await home(client, reader))
        assert told.rpartition(" ")[0].endswith("Rien depuis")
        assert told.rpartition(" ")[2] in day
        await app[ENGINE].write(partial(_age, days=400))
        (told,) = heard(await home(client, reader))
        assert re.search(r"Rien depuis le \d+(er)? \w+ \d{4}$", told)


async def test_the_spine_has_the_tab_of_the_theme_with_the_most_notes(client: Client) -> None:
    team = await began(client)
    for theme in ("Transports", "Écologie", "Logement", "Transports"):
        note = await team.note("#")
        card = await client.put(f"/n/{note}/card", json={"theme": theme}, headers=team.cookie)
        assert card.status == 200
    page = await home(client, team.cookie)
    assert re.findall(r'class="tab t(\d)"', page) == ["3", "1", "2"]
    assert 'class="spine t3"' in page


async def test_what_the_classeur_gives_is_not_among_the_loose_notes(client: Client) -> None:
    team = await began(client)
    own = await make(client, markdown="# Dehors", headers=team.cookie)
    inside = await make(client, markdown="# Dedans", headers=team.cookie)
    page = await home(client, team.cookie)
    assert sorted(loose(page)) == ["Dedans", "Dehors"]
    assert f'data-note="{inside.id}"' in page
    await put(client, team, inside.id)
    await team.note("# Commencée dedans")
    page = await home(client, team.cookie)
    assert loose(page) == ["Dehors"]
    assert "Notes hors classeur" in page
    # Known only by a link of its own it stays among them.
    guest = await visit(client)
    await client.get(inside.read, headers=guest)
    await client.get(own.read, headers=guest)
    assert sorted(loose(await home(client, guest))) == ["Dedans", "Dehors"]
    path, id_ = await team.link("read")
    await comes_by(client, path, cookie=guest)
    assert loose(await home(client, guest)) == ["Dehors"]
    await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)
    assert sorted(loose(await home(client, guest))) == ["Dedans", "Dehors"]


async def test_who_writes_is_counted_and_who_only_reads_is_not_told(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers")
    path, _ = await team.link("edit")
    karim = await comes_by(client, path)
    async with client.ws_connect(f"/sync/{note}", headers=karim, protocols=(frames.SUBPROTOCOL,)) as socket:
        await socket.send_bytes(frames.step_1(b"\x00"))
        await socket.send_bytes(frames.update(first_update("Encadrer.")))
        while "Encadrer" not in await (await client.get(f"/n/{note}/note.md", headers=karim)).text():
            assert not socket.closed
        told = "Programme, classeur, 1 note, vous pouvez gérer, 1 personne écrit"
        assert heard(await home(client, team.cookie)) == [told]
        reading, _ = await team.link("read")
        (told,) = heard(await home(client, await comes_by(client, reading)))
        assert told.endswith("1 note depuis hier")


async def test_of_two_classeurs_with_a_pochette_today_the_last_composed_is_shown(client: Client) -> None:
    one = await began(client)
    other = await began(client, "Débats", cookie=one.cookie)
    today = iso()
    made = []
    for team, name in ((one, "Programme"), (other, "Débats")):
        wish = {"day": today, "audience": f"Pour {name}"}
        answer = await client.post(f"{team.base}/folders", json=wish, headers=one.cookie)
        assert answer.status == 201, await answer.text()
        made.append((await answer.json())["folder"])
        note = await team.note(f"# Note de {name}")
        put = await client.post(f"/p/{made[-1]}/notes", json={"notes": [note]}, headers=one.cookie)
        assert put.status == 200, await put.text()
    page = await home(client, one.cookie)
    assert "Pochette du jour · Débats</p>" in page
    assert "<span>Note de Débats</span>" in page
    assert f'Aussi\u00a0: <a href="/p/{made[0]}">Programme</a>' in page
    again = await client.put(
        f"/p/{made[0]}/folder", json={"audience": "Pour la candidate"}, headers=one.cookie
    )
    assert again.status == 200
    page = await home(client, one.cookie)
    assert "Pochette du jour · Programme</p>" in page
    assert f'Aussi\u00a0: <a href="/p/{made[1]}">Débats</a>' in page


async def test_a_note_without_a_link_is_loose_once_it_was_taken_out(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Commencée dedans")
    assert loose(await home(client, team.cookie)) == []
    answer = await client.post(f"{team.base}/take-out", json={"notes": [note]}, headers=team.cookie)
    assert answer.status == 200
    page = await home(client, team.cookie)
    assert loose(page) == ["Commencée dedans"]
    assert f'href="/n/{note}"' in page


async def test_a_note_whose_links_are_all_closed_is_found_by_its_own_address(client: Client) -> None:
    made = await make(client, markdown="# Close")
    for link in (await (await client.get(f"/n/{made.id}/links", headers=made.cookie)).json())["links"]:
        gone = await client.delete(f"/n/{made.id}/links/{link['id']}", headers=made.cookie)
        assert gone.status < 300, await gone.text()
    page = await home(client, made.cookie)
    assert loose(page) == ["Close"]
    assert f'<a class="row" href="/n/{made.id}"' in page


async def test_a_link_that_is_over_leaves_a_grey_binder_for_thirty_days(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        team = await began(client, "Programme secret")
        await team.note("# Titre secret")
        for end in ("closed", "renewed", "expired"):
            path, id_ = await team.link("read")
            guest = await comes_by(client, path)
            assert "Programme secret" in await home(client, guest)
            match end:
                case "closed":
                    await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)
                case "renewed":
                    await client.post(f"{team.base}/manage/renew", data={"link": id_}, headers=team.cookie)
                case _:
                    await app[ENGINE].write(partial(_expire, link=id_))
            page = await home(client, guest)
            assert "Lien fermé" in page, end
            assert "secret" not in page, end
            assert path.rpartition("/")[2] not in page
            await app[ENGINE].write(partial(_over_since, link=id_, days=31))
            assert "Lien fermé" not in await home(client, guest), end


async def test_a_grey_binder_is_taken_from_the_list_and_an_open_one_is_not(client: Client) -> None:
    team = await began(client)
    path, id_ = await team.link("read")
    guest = await comes_by(client, path)
    gone = {"binder": team.binder}
    assert (await client.post("/binders/forgotten", data=gone, headers=guest)).status == 200
    assert len(heard(await home(client, guest))) == 1
    await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)
    other = await visit(client)
    assert (await client.post("/binders/forgotten", data=gone, headers=other)).status == 200
    assert "Lien fermé" in await home(client, guest)
    assert (await client.post("/binders/forgotten", data=gone, headers=guest)).status == 200
    assert "Lien fermé" not in await home(client, guest)
    assert (await client.post("/binders/forgotten", data={}, headers=guest)).status == 400


async def test_a_right_that_was_given_on_a_note_hands_out_no_link_to_edit(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        made = await make(client, markdown="# Donnée")
        guest = await visit(client)
        await client.get(made.read, headers=guest)
        await app[ENGINE].write(partial(_grant, note=NoteId(made.id), role="comment"))
        page = await home(client, guest)
        assert made.edit not in page
        assert f'href="/n/{made.id}"' in page


def _archive(db: Db, *, note: NoteId) -> None:
    db.execute("UPDATE notes SET archived_at = ? WHERE id = ?", (now_ms(), note))


def _age(db: Db, *, days: int) -> None:
    at = now_ms() - days * DAY_MS
    db.execute("UPDATE notes SET changed_at = ?", (at,))
    db.execute("UPDATE journal SET at = ?", (at,))


def _expire(db: Db, *, link: str) -> None:
    db.execute("UPDATE links SET expires_at = ? WHERE id = ?", (now_ms() - 1000, link))


def _over_since(db: Db, *, link: str, days: int) -> None:
    at = now_ms() - days * DAY_MS
    db.execute(
        "UPDATE links SET closed_at = CASE WHEN closed_at IS NULL THEN NULL ELSE ? END, changed_at = ?,"
        " expires_at = CASE WHEN expires_at IS NULL THEN NULL ELSE ? END WHERE id = ?",
        (at, at, at, link),
    )


def _grant(db: Db, *, note: NoteId, role: str) -> None:
    ((device,),) = db.execute(
        "SELECT device FROM openings JOIN links ON links.id = link WHERE links.target = ? AND role = 'read'",
        (note,),
    )
    db.execute("INSERT INTO grants (device, target, role) VALUES (?, ?, ?)", (device, note, role))
