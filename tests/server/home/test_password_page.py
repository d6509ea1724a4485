"""Links with a password: a door that says nothing, and what the right answer opens to one browser."""

import asyncio
import json
import time
from typing import Any

import pytest
from yarl import URL

from server.ids import DeviceId, LinkId
from server.settings.config import Config
from server.storage import password_grants
from tests.conftest import Client
from tests.server.database import database
from tests.server.home.passwords import OTHER, PASSWORD, PEOPLE, set_password, submit_password
from tests.server.links.sharing import listed, share
from tests.server.live.editors import Editor
from tests.server.live.sockets import ended
from tests.server.pochettes import make_folder
from tests.server.pochettes import share as share_folder
from tests.server.visits import Made, cookie_of, make, visit
from tests.shell import place_of, pochette

PROGRAM = {"Accept": "application/json"}


async def locked(client: Client, made: Made, **wish: Any) -> tuple[str, str]:
    """The path and the id of a link that asks for `PASSWORD`."""
    facts = await share(client, made, password=PASSWORD, **wish)
    return URL(facts["url"]).path, facts["id"]


async def test_the_door_says_nothing_and_spends_nothing(client: Client) -> None:
    made = await make(client, markdown="# Retraites\n\nUn mot.\n")
    path, _ = await locked(client, made, role="read")
    for address in (path, f"{path}?view=read", f"{path}/note.pdf", f"{path}/print"):
        answer = await client.get(address, headers=PEOPLE)
        text = await answer.text()
        assert answer.status == 403
        assert "Ce lien demande un mot de passe" in text
        assert "Retraites" not in text
        assert "Set-Cookie" not in answer.headers
    assert (await listed(client, made))[0]["used_at"] is None


async def test_the_right_answer_opens_everything_to_this_browser_alone(client: Client) -> None:
    made = await make(client, markdown="# Retraites\n\nUn mot.\n")
    path, _ = await locked(client, made, role="edit")
    answer = await submit_password(client, path, f" {PASSWORD} ")
    assert (answer.status, answer.headers["Location"]) == (303, path)
    claire, karim = cookie_of(answer), await visit(client)
    for address in ("", "/note.md", "/card", "/links", "/qr.svg"):
        assert (await client.get(f"{path}{address}", headers=claire)).status == 200, address
        refused = await client.get(f"{path}{address}", headers={**PROGRAM, **karim})
        assert (refused.status, (await refused.json())["error"]["code"]) == (403, "password"), address
    editor, stranger = Editor(), Editor()
    sync = str(client.make_url(f"/sync/{path.rpartition('/')[2]}"))
    await editor.connect(client.session, sync, headers=claire)
    await editor.type("Et Claire.")
    await editor.until(lambda: editor.is_saved)
    await stranger.connect(client.session, sync, headers=karim)
    assert (await stranger.closed())[0] == 4423
    by_http = await client.post(f"/sync/{path.rpartition('/')[2]}/http", headers=karim)
    assert (by_http.status, (await by_http.json())["error"]["code"]) == (403, "password")


async def test_the_view_that_was_asked_for_is_kept(client: Client) -> None:
    made = await make(client)
    path, _ = await locked(client, made, role="edit")
    door = await (await client.get(f"{path}?view=edit", headers=PEOPLE)).text()
    assert f'action="{path}/password?view=edit"' in door
    answer = await client.post(
        f"{path}/password?view=edit", data={"password": PASSWORD}, headers=PEOPLE, allow_redirects=False
    )
    assert answer.headers["Location"] == f"{path}?view=edit"
    elsewhere = await client.post(
        f"{path}/password?view=//evil.example",
        data={"password": PASSWORD},
        headers=PEOPLE,
        allow_redirects=False,
    )
    assert elsewhere.headers["Location"] == path


async def test_wrong_answers_are_told_and_counted_by_device(client: Client) -> None:
    made = await make(client, title="Retraites")
    path, _ = await locked(client, made, role="read")
    claire, karim = await visit(client), await visit(client)
    for _ in range(5):
        answer = await submit_password(client, path, "bolu-miretu-4822", claire)
        assert answer.status == 403
        assert "Ce n’est pas le bon mot de passe" in await answer.text()
    for password in (PASSWORD, "x"):  # whether it is right is not told any more
        answer = await submit_password(client, path, password, claire)
        assert answer.status == 429
        assert 50 < int(answer.headers["Retry-After"]) <= 60
        assert "Retraites" not in await answer.text()
    assert (await client.get(path, headers=claire)).status == 403
    assert (await submit_password(client, path, PASSWORD, karim)).status == 303
    program = await client.post(f"{path}/password", json={"password": "x"}, headers=PROGRAM)
    assert (program.status, (await program.json())["error"]["code"]) == (403, "wrong_password")
    program = await client.post(f"{path}/password", json={"password": PASSWORD}, headers=PROGRAM)
    assert await program.json() == {"let_in": True}


async def test_another_password_ends_what_the_one_before_had_opened_at_once(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    path, id_ = await locked(client, made, role="edit")
    claire = cookie_of(await submit_password(client, path, PASSWORD))
    owner, other = Editor(), Editor()
    sync = str(client.make_url(f"/sync/{path.rpartition('/')[2]}"))
    await owner.connect(client.session, sync, headers=made.cookie)
    await other.connect(client.session, sync, headers=claire)
    await other.until(lambda: other.is_saved)
    assert (await set_password(client, made, id_, OTHER))["has_password"] is True
    assert (await other.closed())[0] == 4423
    assert (await client.get(f"{path}/note.md", headers=claire)).status == 403
    assert (await submit_password(client, path, PASSWORD, claire)).status == 403
    assert (await submit_password(client, path, OTHER, claire)).status == 303
    await owner.type("Encore là.")
    await owner.until(lambda: owner.is_saved)
    assert (await set_password(client, made, id_, None))["has_password"] is False
    assert (await client.get(f"{path}/note.md")).status == 200


async def test_a_password_on_a_link_that_had_none_ends_its_connections(client: Client) -> None:
    made = await make(client)
    (edit,) = [link for link in await listed(client, made) if link["role"] == "edit"]
    async with client.ws_connect(f"/sync/{made.edit_token}") as socket:
        await set_password(client, made, edit["id"], PASSWORD)
        assert await ended(socket) == 4423
    assert (await client.get(f"{made.edit}/note.md")).status == 403
    mine = await client.get(f"{made.edit}/note.md", headers=made.cookie)
    assert mine.status == 200, "who manages is not asked"


async def test_what_slipped_in_while_it_was_changed_is_ended_within_two_seconds(
    client: Client, config: Config
) -> None:
    made = await make(client)
    async with client.ws_connect(f"/sync/{made.edit_token}") as socket:
        with database(config) as opened:
            opened.execute("UPDATE links SET password_hash = 'x', changed_at = ?", (int(time.time() * 1000),))
        assert await ended(socket) == 4423


async def test_an_answer_to_the_password_before_lets_nobody_in(client: Client, config: Config) -> None:
    made = await make(client)
    path, id_ = await locked(client, made, role="read")
    await submit_password(client, path, PASSWORD)
    with database(config) as opened:
        kept, device = next(
            iter(opened.execute("SELECT password_hash, device FROM links JOIN admissions ON link = id"))
        )
    await set_password(client, made, id_, OTHER)
    with database(config) as opened:
        late = password_grants.admit(opened, LinkId(id_), DeviceId(device), password_hash=kept, at=1)
    assert late is False


async def test_a_new_address_asks_again(client: Client, config: Config) -> None:
    made = await make(client)
    path, _ = await locked(client, made, role="read")
    claire = cookie_of(await submit_password(client, path, PASSWORD))
    _, told, _ = await pochette("links", made.id, "--renew", *place_of(config))
    renewed = URL(told.splitlines()[-1].split()[1]).path
    assert renewed[:13] == path[:13], "the same link, at another address"
    assert (await client.get(path, headers=claire)).status == 404
    assert (await client.get(renewed, headers=claire)).status == 403
    assert (await submit_password(client, renewed, PASSWORD, claire)).status == 303


async def test_a_pochette_and_a_link_to_print_have_doors_too(client: Client) -> None:
    folder = await make_folder(client, title="Lundi")
    facts = await share_folder(client, folder, role="read", password=PASSWORD)
    path = URL(facts["url"]).path
    assert (await client.get(path, headers=PEOPLE)).status == 403
    assert (await client.get(f"{path}/folder")).status == 403
    claire = cookie_of(await submit_password(client, path, PASSWORD))
    assert (await client.get(f"{path}/folder", headers=claire)).status == 200

    made = await make(client, markdown="# Retraites\n")
    path, _ = await locked(client, made, role="print", max_openings=1)
    assert (await client.post(path, headers=PEOPLE, allow_redirects=False)).status == 403
    assert (await listed(client, made))[0]["openings"] == 0
    claire = cookie_of(await submit_password(client, path, PASSWORD))
    door = await client.get(path, headers={**PEOPLE, **claire})
    assert "Un document à imprimer" in await door.text()


async def test_what_shows_a_note_elsewhere_asks_its_link_too(client: Client) -> None:
    """The home page of a browser that had opened it, and a pochette that it would put it into."""
    made = await make(client, markdown="# Retraites\n")
    facts = await share(client, made, role="edit", label="Équipe")
    path, claire = URL(facts["url"]).path, await visit(client)
    await client.get(path, headers=claire)
    assert "Retraites" in await (await client.get("/", headers=claire)).text()
    await set_password(client, made, facts["id"], PASSWORD)
    assert "Retraites" not in await (await client.get("/", headers=claire)).text()
    folder = await make_folder(client, headers=claire)
    for wish in ({"links": [facts["url"]]}, {"notes": [made.id]}):
        answer = await client.post(f"{folder.edit}/notes", json=wish, headers=claire)
        assert answer.status == 403
    await submit_password(client, path, PASSWORD, claire)
    assert "Retraites" in await (await client.get("/", headers=claire)).text()
    answer = await client.post(f"{folder.edit}/notes", json={"links": [facts["url"]]}, headers=claire)
    assert answer.status == 200


async def test_only_a_hash_is_kept_and_the_audit_log_says_that_and_no_more(
    client: Client, config: Config
) -> None:
    made = await make(client)
    path, id_ = await locked(client, made, role="read")
    await submit_password(client, path, "wrong-and-secret")
    await submit_password(client, path, PASSWORD)
    await set_password(client, made, id_, OTHER)
    await set_password(client, made, id_, None)
    _, told, _ = await pochette("audit", *place_of(config))
    deeds = [line.split()[2] for line in told.splitlines()[:-1]]
    assert deeds == ["note-made", "link-made", "device-let-in", "password-said", "link-locked", "link-locked"]
    with database(config) as opened:
        everything = json.dumps(
            [
                [str(value) for value in row]
                for table in list(opened.tables())
                for row in opened.execute(f"SELECT * FROM {table.name}")  # noqa: S608 - of this schema
            ]
        )
    for secret in (PASSWORD, OTHER, "wrong-and-secret"):
        assert secret not in everything + told


async def test_who_brings_no_cookie_has_no_more_tries_than_a_browser(client: Client) -> None:
    made = await make(client)
    path, _ = await locked(client, made, role="read")
    told = []
    for _ in range(7):
        client.session.cookie_jar.clear()
        told.append((await submit_password(client, path, "x")).status)
    assert told == [403] * 5 + [429] * 2


async def test_a_crowd_at_the_door_is_told_to_come_back(client: Client) -> None:
    made = await make(client)
    path, _ = await locked(client, made, role="read")
    cookies = [await visit(client) for _ in range(3)]
    answers = await asyncio.gather(*(submit_password(client, path, "x", cookies[at % 3]) for at in range(60)))
    assert {answer.status for answer in answers} <= {403, 429, 503}
    assert all("Retry-After" in answer.headers for answer in answers if answer.status != 403)


@pytest.mark.parametrize(
    "password", ["", "short", " " * 12, "x" * 129, "a\u202ebcdefgh", 12345678, ["x" * 8]]
)
async def test_what_is_no_password_is_refused_without_saying_it(client: Client, password: object) -> None:
    made = await make(client)
    (link, *_) = await listed(client, made)
    for method, address in (("POST", "links"), ("PUT", f"links/{link['id']}")):
        answer = await client.request(
            method, f"{made.edit}/{address}", json={"password": password}, headers={**made.cookie, **PROGRAM}
        )
        assert answer.status == 400
        told = (await answer.json())["error"]
        assert told["code"] == "bad_password"
        assert not isinstance(password, str) or len(password) < 5 or password not in told["message"]


async def test_only_who_made_or_manages_a_link_locks_it(client: Client) -> None:
    made = await make(client)
    facts = await share(client, made, role="read")
    stranger = await visit(client)
    answer = await client.put(
        f"{made.edit}/links/{facts['id']}", json={"password": PASSWORD}, headers=stranger
    )
    assert answer.status == 403
    assert (await listed(client, made))[0]["has_password"] is False
