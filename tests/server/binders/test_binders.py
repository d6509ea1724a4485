"""A classeur through the door: its own address gives nothing, a link gives its right on all in it."""

from tests.conftest import Client
from tests.server.binders.binders import began, comes_by, read
from tests.server.visits import make, visit

NOTHING = "Il vous faut un accès"
ADDRESSES = ("", "/note.md", "/card", "/comments", "/links", "/history", "/editions", "/manage", "/qr.svg")


def without(address: str, page: str) -> str:
    """The page without the address that was asked for, whose end it names."""
    return page.replace(address, "").replace(address[-4:], "")


async def test_its_maker_finds_it_and_begins_notes_in_it(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers\n\nEncadrer.")
    page = await client.get(team.base, headers=team.cookie)
    assert f'href="/n/{note}"' in await page.text()
    assert "Encadrer." in await (await read(client, note, team.cookie)).text()
    assert (await client.get(f"/n/{note}", headers=team.cookie)).status == 200


async def test_who_holds_nothing_learns_nothing_not_even_whether_it_exists(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Loyers\n\nEncadrer.")
    stranger = await visit(client)
    for kind, there in (("n", note), ("c", team.binder)):
        for cookie in ({}, stranger):
            for address in ADDRESSES:
                seen = await client.get(f"/{kind}/{there}{address}", headers=cookie)
                unseen = await client.get(f"/{kind}/{'A' * 22}{address}", headers=cookie)
                assert seen.status == unseen.status != 200, address
                assert without(there, await seen.text()) == without("A" * 22, await unseen.text())
    assert NOTHING in await (await client.get(f"/n/{note}", headers={"Accept-Language": "fr"})).text()


async def test_a_link_gives_its_right_on_what_is_in_it_now_and_later(client: Client) -> None:
    team = await began(client)
    before = await team.note("# Avant")
    path, _ = await team.link("comment")
    karim = await comes_by(client, path)
    after = await team.note("# Après")
    for note in (before, after):
        assert (await read(client, note, karim)).status == 200
        said = await client.post(f"/n/{note}/comments", json={"text": "Le chiffre ?"}, headers=karim)
        assert said.status == 201
        refused = await client.put(f"/n/{note}/card", json={"theme": "Logement"}, headers=karim)
        assert refused.status == 403


async def test_closing_the_link_ends_it_on_every_note(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Avant")
    path, id_ = await team.link("edit")
    karim = await comes_by(client, path)
    assert (await read(client, note, karim)).status == 200
    closed = await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)
    assert closed.status == 200, await closed.text()
    assert (await read(client, note, karim)).status == 404
    assert (await client.get(team.base, headers=karim)).status == 404
    assert (await client.get(path, headers=karim)).status == 404


async def test_a_note_moves_in_and_out_and_keeps_its_own_links(client: Client) -> None:
    team = await began(client)
    path, _ = await team.link("read")
    reader = await comes_by(client, path)
    made = await make(client, markdown="# Dehors", headers=team.cookie)
    assert (await read(client, made.id, reader)).status == 404
    asked = await client.post(f"{team.base}/moving", json={"notes": [made.id]}, headers=team.cookie)
    told = {"notes": 1, "readers": 2, "editors": 1, "losing": 0, "loses": False, "manages": True}
    assert await asked.json() == told | {"links": 2, "classified": 0}
    moved = await client.post(f"{team.base}/put", json={"notes": [made.id]}, headers=team.cookie)
    assert moved.status == 200, await moved.text()
    assert (await read(client, made.id, reader)).status == 200
    assert (await client.get(made.read)).status == 200
    out = await client.post(f"{team.base}/take-out", json={"notes": [made.id]}, headers=reader)
    assert out.status == 403
    out = await client.post(f"{team.base}/take-out", json={"notes": [made.id]}, headers=team.cookie)
    assert out.status == 200, await out.text()
    assert (await read(client, made.id, reader)).status == 404
    assert (await client.get(made.read)).status == 200


async def test_who_only_edits_a_note_does_not_put_it_into_a_classeur(client: Client) -> None:
    team = await began(client)
    made = await make(client, markdown="# D'ailleurs")
    cookie = dict(team.cookie)
    await client.get(made.edit, headers=cookie)
    for note, status in ((made.id, 403), ("A" * 22, 404)):
        for address in ("moving", "put"):
            answer = await client.post(f"{team.base}/{address}", json={"notes": [note]}, headers=cookie)
            assert answer.status == status, await answer.text()


async def test_a_name_without_a_visible_letter_is_refused(client: Client) -> None:
    cookie = await visit(client)
    for name in ("", "   ", "\u200b", "\u2060\u00ad", "\u0301", "a\u0007", "x" * 81, 3, None):
        answer = await client.post("/api/binders", json={"name": name}, headers=cookie)
        assert answer.status == 400, name


async def test_a_program_brings_the_secret_of_a_classeur_and_names_the_note(client: Client) -> None:
    team = await began(client)
    note, outside = await team.note("# Loyers"), await make(client, markdown="# Dehors")
    path, id_ = await team.link("edit")
    secret = path.rpartition("/")[2]
    asks = {"Authorization": f"Bearer {secret}"}
    assert (await read(client, note, asks)).status == 200
    changed = await client.put(f"/n/{note}/card", json={"theme": "Logement"}, headers=asks)
    assert changed.status == 200
    assert (await client.get(f"/c/{team.binder}/binder", headers=asks)).status == 200
    assert (await client.get(f"/n/{note}/manage", headers=asks)).status == 403
    for wrong in (secret[:-1] + ("A" if secret[-1] != "A" else "B"), "", "x" * 32, outside.edit_token):
        assert (await read(client, note, {"Authorization": f"Bearer {wrong}"})).status == 404
    assert (await read(client, outside.id, asks)).status == 404
    await client.delete(f"{team.base}/links/{id_}", headers=team.cookie)
    assert (await read(client, note, asks)).status == 404
