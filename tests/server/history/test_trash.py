"""A note goes to the trash, comes back, or goes for good: what each door says, what is left in the files."""

import io
from pathlib import Path

import pytest
from aiohttp import FormData
from PIL import Image

from server.history.trash import DAYS
from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import Db, note_tables
from tests.conftest import Client
from tests.full_disk import no_room
from tests.server.history.erasing import compacted, contents
from tests.server.live.editors import Editor, join_synced
from tests.server.visits import Made, make, visit

CANARY = "canari-jaune"
CANARIES = tuple(f"{CANARY}-{place}" for place in ("corps", "ancien", "fiche", "version", "lien", "propos"))
# What is said of a note in all other places that take words: a card's fields, a quotation, a proposal, who
# got a print or is named by a link, the name of a file, and what of these a version has kept.
BESIDE = tuple(
    f"{CANARY}-{place}"
    for place in (
        *("genre", "theme", "auteur", "public", "cachet", "citation", "proposition", "destinataire"),
        *("copie", "fichier", "reponse"),
    )
)


def found_in(folder: Path, *words: bytes) -> list[str]:
    return [
        f"{name}: {word[:40]!r}" for name, content in contents(folder) for word in words if word in content
    ]


async def throw_away(client: Client, made: Made) -> None:
    answer = await client.post(f"{made.edit}/trash", json={}, headers=made.cookie)
    assert answer.status == 200, await answer.text()


async def do(client: Client, made: Made, what: str) -> dict[str, object]:
    answer = await client.post("/trash", json={"note": made.id, "do": what}, headers=made.cookie)
    assert answer.status == 200, await answer.text()
    told: dict[str, object] = await answer.json()
    return told


async def test_a_note_in_the_trash_is_shut_at_every_door_and_its_open_pages_are_told(client: Client) -> None:
    made = await make(client, markdown="# Santé\n\nDébut.")
    anna = await join_synced(client, made.edit_token)
    await anna.type(" Dernier mot.")
    await throw_away(client, made)
    assert await anna.closed() == (4404, "in-trash: this note was moved to the trash")
    for path in (made.edit, made.read, f"{made.read}/note.md", f"{made.edit}/note.pdf", f"{made.edit}/links"):
        answer = await client.get(path, headers={"Accept": "application/json"})
        assert (answer.status, (await answer.json())["error"]["code"]) == (410, "in_trash")
    late = Editor()
    await late.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")))
    assert (await late.closed())[0] == 4404
    answer = await client.get(f"/sync/{made.edit_token}/http?session=new")
    assert (answer.status, (await answer.json())["error"]["code"]) == (410, "in_trash")
    assert "Santé" not in await (await client.get("/", headers=made.cookie)).text()
    page = await (await client.get(made.edit, headers=made.cookie)).text()
    assert ("vous pouvez encore la restaurer" in page, 'href="/trash"' in page) == (True, True)


@pytest.mark.sqlite("its file cannot grow")
async def test_a_page_that_was_open_comes_back_where_the_disk_refused(client: Client) -> None:
    made = await make(client, markdown="# Santé")
    anna = await join_synced(client, made.edit_token)
    with no_room():
        answer = await client.post(f"{made.edit}/trash", json={}, headers=made.cookie)
        assert answer.status == 503
        assert await anna.closed() == (4503, "reloading: what was to end this connection failed")
    again = await join_synced(client, made.edit_token)
    assert str(again.text) == "# Santé"


async def test_it_comes_back_with_its_links_and_its_last_word(client: Client) -> None:
    made = await make(client, markdown="# Santé\n\nDébut.")
    anna = await join_synced(client, made.edit_token)
    await anna.type(" Dernier mot.")
    await throw_away(client, made)
    listed = await (await client.get("/trash", headers=made.cookie)).text()
    assert ("Santé" in listed, made.id in listed) == (True, True)
    assert await do(client, made, "restore") == {"restored": True}
    assert await (await client.get(f"{made.read}/note.md")).text() == "# Santé\n\nDébut. Dernier mot."
    again = await join_synced(client, made.edit_token)
    await again.type(" Et on continue.")
    await again.until(lambda: again.is_saved)
    assert "La corbeille est vide" in await (await client.get("/trash", headers=made.cookie)).text()


async def test_only_who_manages_a_note_moves_it_and_has_it_back(client: Client) -> None:
    made, stranger = await make(client, markdown="# Santé"), await make(client)
    for path, headers in ((made.edit, None), (made.edit, stranger.cookie), (made.read, made.cookie)):
        for ask in (client.get, client.post):
            assert (await ask(f"{path}/trash", headers=headers)).status == 403
    await throw_away(client, made)
    for headers in (stranger.cookie, await visit(client)):
        for what in ("restore", "purge"):
            answer = await client.post("/trash", json={"note": made.id, "do": what}, headers=headers)
            assert (answer.status, (await answer.json())["error"]["code"]) == (404, "not_in_trash")
        assert "Santé" not in await (await client.get("/trash", headers=headers)).text()
    assert (await client.post("/trash", json={"note": made.id, "do": "restore"})).status == 403
    answer = await client.post("/trash", json={"note": made.id, "do": "burn"}, headers=made.cookie)
    assert answer.status == 400


async def test_the_forms_lead_to_the_trash_without_script(client: Client) -> None:
    made = await make(client, markdown="# Santé")
    assert f"{DAYS} jours" in await (await client.get(f"{made.edit}/trash", headers=made.cookie)).text()
    fields = {"note": made.id, "do": "restore"}
    for path, form in ((f"{made.edit}/trash", {}), ("/trash", fields)):
        answer = await client.post(path, data=form, headers=made.cookie, allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (303, "/trash")
    assert (await client.get(made.read)).status == 200


async def test_a_pochette_shows_no_note_of_the_trash_and_shows_it_again_afterwards(client: Client) -> None:
    made = await make(client, markdown="# Santé")
    answer = await client.post("/api/folders", json={"title": "Lundi"}, headers=made.cookie)
    notes = f"/p/{(await answer.json())['links']['edit'].partition('/p/')[2]}/notes"
    await client.post(notes, json={"notes": [made.id]}, headers=made.cookie)

    async def titles() -> list[str]:
        told = await (await client.get(notes, headers=made.cookie)).json()
        return [one["title"] for one in told["notes"]]

    assert await titles() == ["Santé"]
    await throw_away(client, made)
    assert await titles() == ["Note retirée par ses auteurs"]
    await do(client, made, "restore")
    assert await titles() == ["Santé"]


async def test_what_is_deleted_for_good_is_in_no_file_and_its_neighbour_is_whole(
    client: Client, config: Config
) -> None:
    """Typed, deleted long ago, in the card, a version, a print, a link, a picture and a pochette."""
    made = await make(client, markdown=f"# {CANARIES[0]}\n\nDébut.")
    other = await make(client, markdown="# Voisine\n\nDébut.")
    picture = await plant(client, made)
    await plant_beside(client, made)
    stored = [*(word.encode() for word in (*CANARIES, *BESIDE)), picture]
    assert {name.partition(": ")[2] for name in found_in(config.data, *stored)} == {
        repr(word[:40]) for word in stored
    }
    await throw_away(client, made)
    assert await do(client, made, "purge") == {"files": "pending"}
    await compacted(client)
    assert found_in(config.data, *stored) == []
    assert await client.app[ENGINE].read(lambda db: rows_of(db, made)) == {}
    assert (await client.get(made.edit)).status == 404
    assert await (await client.get(f"{other.read}/note.md")).text() == "# Voisine\n\nDébut."


async def test_whose_words_they_were_is_told_by_no_file_that_names_the_note(
    client: Client, config: Config
) -> None:
    """Somebody is still there, with a name and other notes; that they wrote in this one is not."""
    made, karim = await make(client, markdown="# Santé"), await visit(client)
    await client.put("/api/visitor", json={"name": CANARY}, headers=karim)
    for text in ("Une", "Deux"):
        await client.post(f"{made.edit}/comments", json={"text": text}, headers=karim)
    await client.post(f"{made.edit}/versions", json={"name": "Relue"}, headers=karim)
    await client.get(made.edit, headers=karim)
    await throw_away(client, made)
    await do(client, made, "purge")
    assert await client.app[ENGINE].read(lambda db: rows_of(db, made)) == {}
    log = await client.app[ENGINE].read(lambda db: list(db.execute("SELECT * FROM audit")))
    assert CANARY not in str(log)
    assert {row[2] for row in log} >= {"trashed", "deleted"}, "that it was there and went is written down"


def rows_of(db: Db, made: Made) -> dict[str, int]:
    """How many rows each table has of a note; the audit log says that it was deleted."""
    found = {}
    for table in note_tables.tables(db):
        if table.of_note is not None:
            query = f"SELECT count(*) FROM {table.name} WHERE {table.of_note}"  # noqa: S608 - of this schema
            ((found[table.name],),) = db.execute(query, (made.id,))
    return {name: many for name, many in found.items() if many}


async def plant_beside(client: Client, made: Made) -> None:
    """The words of `BESIDE`, where each may stand."""
    kind, theme, author, audience, mark, quote, proposal, recipient, copy, file, reply = BESIDE
    anna = await join_synced(client, made.edit_token)
    at = [anna.doc.client_id, 0]
    await anna.type("x")
    await anna.until(lambda: anna.is_saved)
    form = FormData()
    out = io.BytesIO()
    Image.effect_noise((8, 8), 90).save(out, "PNG")
    form.add_field("file", out.getvalue(), filename=f"{file}.png", content_type="image/png")
    answer = await client.post(f"{made.edit}/images", data=form)
    assert answer.status == 201
    card = {"kind": kind, "theme": theme, "authors": [author], "audience": audience, "classification": mark}
    passage = {"first": at, "last": at, "quote": quote}
    for method, path, wish in (
        ("PUT", "card", card),
        ("POST", "comments", {"text": "Pourquoi ?", **passage, "proposed": proposal}),
        ("POST", "versions", {"name": "Relue"}),
        ("POST", "editions", {"recipient": recipient}),
        ("POST", "links", {"role": "print", "recipient": copy}),
    ):
        answer = await client.request(method, f"{made.edit}/{path}", json=wish, headers=made.cookie)
        assert answer.status in (200, 201), await answer.text()
    listed = await (await client.get(f"{made.edit}/comments", headers=made.cookie)).json()
    thread = next(one["id"] for one in listed["threads"] if one["quote"] == quote)
    wish = {"text": reply, "thread": thread}
    answer = await client.post(f"{made.edit}/comments", json=wish, headers=made.cookie)
    assert answer.status == 201, await answer.text()


async def plant(client: Client, made: Made) -> bytes:
    """The canaries in every place that can hold one; gives the bytes of a picture as they are kept."""
    anna = await join_synced(client, made.edit_token)
    await anna.type(CANARIES[1])
    await anna.erase(len(anna.text) - len(CANARIES[1]), len(anna.text))
    for number in range(80):
        await anna.type(f"{number} ")
    await anna.until(lambda: anna.is_saved)
    answer = await client.put(f"{made.edit}/card", json={"deck": CANARIES[2]}, headers=made.cookie)
    assert answer.status == 200
    out = io.BytesIO()
    Image.effect_noise((16, 16), 90).save(out, "PNG")
    form = FormData()
    form.add_field("file", out.getvalue(), filename="gare.png", content_type="image/png")
    answer = await client.post(f"{made.edit}/images", data=form)
    address = (await answer.json())["address"]
    answer = await client.post("/api/folders", json={"title": "Lundi"}, headers=made.cookie)
    folder = (await answer.json())["links"]["edit"].partition("/p/")[2]
    for path, wish in (
        (f"{made.edit}/versions", {"name": CANARIES[3]}),
        (f"{made.edit}/links", {"role": "print", "label": CANARIES[4], "recipient": "Mme Diallo"}),
        (f"{made.edit}/editions", {"recipient": "M. Roux"}),
        (f"{made.edit}/comments", {"text": CANARIES[5]}),
        (f"/p/{folder}/notes", {"notes": [made.id]}),
        (f"/p/{folder}/editions", {}),
    ):
        answer = await client.post(path, json=wish, headers=made.cookie)
        assert answer.status in (200, 201), await answer.text()
    return await (await client.get(f"{made.edit}/{address}")).read()
