"""A link that is changed while people use it: they come back by what it is now, and nothing slips through."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from yarl import URL

from server.paper.press import PRESS
from server.settings.config import Config
from tests.conftest import Client
from tests.server.database import database
from tests.server.http.half_sent import half_sent, status_of, unchanged
from tests.server.links.sharing import listed, share
from tests.server.live.editors import Editor
from tests.server.live.lines import HttpLine
from tests.server.live.sockets import ended, joined
from tests.server.pochettes import make_folder
from tests.server.pochettes import share as share_folder
from tests.server.visits import Made, make, visit
from tests.shell import place_of, pochette

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()
CHANGED = 4504


async def change(
    client: Client, made: Made, link: str, headers: dict[str, str] | None = None, **wish: Any
) -> tuple[int, dict[str, Any]]:
    answer = await client.put(f"{made.edit}/links/{link}", json=wish, headers=headers or made.cookie)
    told: dict[str, Any] = await answer.json()
    return answer.status, told


def sync(client: Client, path: str) -> str:
    return str(client.make_url(f"/sync/{path.rpartition('/')[2]}"))


async def test_its_name_its_end_and_its_openings_change_and_its_address_does_not(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    link = await share(client, made, role="print", label="Presse", max_openings=1, recipient="L. Benali")
    status, told = await change(
        client, made, link["id"], label="Presse écrite", expires_at=TOMORROW, max_openings=3
    )
    assert status == 200
    assert (told["label"], told["max_openings"], told["url"]) == ("Presse écrite", 3, link["url"])
    assert told["recipient"] == "L. Benali"
    assert told["expires_at"][:16] == TOMORROW[:16]
    _, told = await change(client, made, link["id"], expires_at=None, max_openings=None)
    assert (told["expires_at"], told["max_openings"], told["label"]) == (None, None, "Presse écrite")
    assert (await listed(client, made))[0] == told


async def test_who_wrote_by_it_comes_back_as_a_reader_and_what_comes_late_is_not_in_the_note(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown="# Eau\n")
    link = await share(client, made, role="edit", label="Équipe")
    path = URL(link["url"]).path
    karim, owner = Editor(), Editor()
    await karim.connect(client.session, sync(client, path))
    await owner.connect(client.session, sync(client, made.edit), headers=made.cookie)
    await karim.type("Avant.")
    await karim.until(lambda: karim.is_saved)
    await owner.until(lambda: "Avant." in str(owner.text))

    assert (await change(client, made, link["id"], role="read"))[0] == 200

    assert await karim.closed() == (CHANGED, "link-changed: this link was changed")
    karim.text += " Trop tard."
    karim.lose()
    await karim.connect(client.session, sync(client, path))
    await karim.until(lambda: karim.denied > 0)
    assert karim.events[-1]["role"] == "read"
    await owner.type(" Encore.")
    await owner.until(lambda: owner.is_saved)
    text = await (await client.get(f"{path}/note.md")).text()
    assert "Avant." in text
    assert "Encore." in text
    assert "tard" not in text
    assert (await client.get(f"{path}/links")).status == 403
    assert (await client.put(f"{path}/card", json={"deck": "x"})).status == 403


async def test_who_reads_by_it_comes_back_to_write(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    link = await share(client, made, role="comment", label="Relecture")
    path = URL(link["url"]).path
    async with client.ws_connect(f"/sync/{path.rpartition('/')[2]}") as socket:
        await joined(socket)
        assert (await change(client, made, link["id"], role="edit"))[0] == 200
        assert await ended(socket) == CHANGED
    karim = Editor()
    await karim.connect(client.session, sync(client, path))
    await karim.type("Je corrige.")
    await karim.until(lambda: karim.is_saved)


async def test_a_session_over_http_ends_as_a_socket_does(client: Client) -> None:
    made = await make(client)
    link = await share(client, made, role="edit", label="Équipe")
    line = HttpLine(client.session, client.make_url(f"/sync/{link['url'].rpartition('/')[2]}/http"))
    assert await line.open() == 201
    assert (await change(client, made, link["id"], role="comment"))[0] == 200
    status, told = await line.post(first=1)
    assert (status, told["code"]) == (410, CHANGED)


async def test_what_ends_by_a_right_that_is_less_meanwhile_is_not_done(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown="# Eau\n")
    link = await share(client, made, role="edit", label="Équipe")
    path, body = URL(link["url"]).path, b'{"text": "Venu trop tard"}'
    sent = await half_sent(client, "POST", f"{path}/comments", "application/json", body, await visit(client))
    reader, writer = sent
    assert (await change(client, made, link["id"], role="read"))[0] == 200
    with unchanged(config):
        writer.write(body[-1:])
        assert await status_of(reader) == 403
    writer.close()


@pytest.mark.parametrize("wish", [{"role": "comment"}, None])
async def test_what_is_being_printed_meanwhile_is_not_shown(
    client: Client, wish: dict[str, Any] | None
) -> None:
    assert client.app is not None
    made = await make(client, markdown="# Eau\n\n" + "Un paragraphe de la note.\n\n" * 150)
    link = await share(client, made, role="edit", label="Équipe")
    path = URL(link["url"]).path
    asked = asyncio.create_task(client.get(f"{path}/note.pdf"))
    while client.app[PRESS].is_free:
        await client.get("/health")
    if wish is None:
        assert (await client.delete(f"{made.edit}/links/{link['id']}", headers=made.cookie)).status == 200
    else:
        assert (await change(client, made, link["id"], **wish))[0] == 200
    was_before = asked.done()
    status = (await asked).status
    assert was_before or status == (404 if wish is None else 403)


async def test_another_end_is_that_of_who_is_here_too_and_what_is_over_stays_over(
    client: Client, config: Config
) -> None:
    made = await make(client)
    link = await share(client, made, role="edit", label="Équipe")
    async with client.ws_connect(f"/sync/{link['url'].rpartition('/')[2]}") as socket:
        await joined(socket)
        assert (await change(client, made, link["id"], expires_at=TOMORROW))[0] == 200
        assert await ended(socket) == CHANGED, "it comes back until tomorrow"
    with database(config) as opened:
        opened.execute("UPDATE links SET expires_at = 1 WHERE id = ?", (link["id"],))
    status, told = await change(client, made, link["id"], expires_at=None)
    assert (status, told["error"]["code"]) == (409, "link_over")
    assert (await client.get(URL(link["url"]).path)).status == 410


@pytest.mark.parametrize(
    ("role", "wish", "status"),
    [
        ("read", {}, 400),
        ("read", {"role": "manage"}, 400),
        ("read", {"role": "print"}, 400),
        ("print", {"role": "read"}, 400),
        ("read", {"max_openings": 3}, 400),
        ("read", {"label": "x" * 61}, 400),
        ("read", {"expires_at": "2001-01-01T00:00:00+00:00"}, 400),
        ("read", {"password": "x"}, 400),
        ("read", {"url": "https://example.org"}, 400),
        ("print", {"max_openings": 0}, 400),
    ],
)
async def test_what_a_link_cannot_become_is_refused_in_words(
    client: Client, role: str, wish: dict[str, Any], status: int
) -> None:
    made = await make(client)
    link = await share(client, made, role=role)
    headers = {**made.cookie, "Accept": "application/json", "Accept-Language": "fr"}
    got, told = await change(client, made, link["id"], headers, **wish)
    assert got == status
    assert told["error"]["message"]
    assert (await listed(client, made))[0] == link


async def test_who_did_not_make_it_changes_nothing_and_nobody_gives_more_than_they_have(
    client: Client,
) -> None:
    made = await make(client)
    link = await share(client, made, role="read")
    stranger = await visit(client)
    assert (await change(client, made, link["id"], stranger, role="edit"))[0] == 403
    read = await client.put(f"{made.read}/links/{link['id']}", json={"role": "edit"}, headers=made.cookie)
    assert read.status == 403, "a link to read changes none"
    answer = await client.post(f"{made.edit}/links", json={"role": "read"}, headers=stranger)
    own = (await answer.json())["id"]
    assert (await change(client, made, own, stranger, role="comment"))[0] == 200
    other = await make(client)
    assert (await change(client, other, own, role="read"))[0] == 404


async def test_the_last_link_by_which_anybody_writes_stays_one(client: Client) -> None:
    made = await make(client)
    (edit,) = [link for link in await listed(client, made) if link["role"] == "edit"]
    status, told = await change(client, made, edit["id"], role="read")
    assert (status, told["error"]["code"]) == (409, "last_edit")
    mine = await share(client, made, role="edit", label="Moi")
    assert (await change(client, made, edit["id"], role="read"))[0] == 200
    assert (await client.get(f"{made.edit}/links", headers=made.cookie)).status == 403
    found = await client.get(f"{URL(mine['url']).path}/manage", headers=made.cookie)
    assert found.status == 200


async def test_a_closed_link_is_not_changed(client: Client) -> None:
    made = await make(client)
    link = await share(client, made, role="read")
    await client.delete(f"{made.edit}/links/{link['id']}", headers=made.cookie)
    status, told = await change(client, made, link["id"], label="Encore")
    assert (status, told["error"]["code"]) == (409, "link_over")


async def test_a_right_and_a_password_change_in_one_press(client: Client) -> None:
    made = await make(client)
    link = await share(client, made, role="edit", label="Équipe")
    path = URL(link["url"]).path
    async with client.ws_connect(f"/sync/{path.rpartition('/')[2]}") as socket:
        await joined(socket)
        status, told = await change(client, made, link["id"], role="comment", password="bolu-miretu-4821")
        assert (status, told["role"], told["has_password"]) == (200, "comment", True)
        assert await ended(socket) == CHANGED
    async with client.ws_connect(f"/sync/{path.rpartition('/')[2]}") as socket:
        assert await ended(socket) == 4423


async def test_a_link_to_a_pochette_is_changed_too(client: Client) -> None:
    folder = await make_folder(client, title="Lundi")
    link = await share_folder(client, folder, role="edit", label="Équipe")
    path = URL(link["url"]).path
    answer = await client.put(
        f"{folder.edit}/links/{link['id']}", json={"role": "read"}, headers=folder.cookie
    )
    assert answer.status == 200, await answer.text()
    assert (await client.get(f"{path}/folder")).status == 200
    assert (await client.put(f"{path}/folder", json={"title": "Mardi"})).status == 403


async def test_the_audit_log_says_what_was_changed_and_no_word(client: Client, config: Config) -> None:
    made = await make(client)
    link = await share(client, made, role="edit", label="Équipe")
    await change(client, made, link["id"], role="read", label="Cabinet secret", expires_at=TOMORROW)
    await change(client, made, link["id"], password="bolu-miretu-4821")
    _, told, _ = await pochette("audit", *place_of(config))
    changed, locked = told.splitlines()[-3:-1]
    assert "link-changed" in changed
    assert '"was": "edit"' in changed
    assert '"role": "read"' in changed
    assert "secret" not in told
    assert "link-locked" in locked
