"""Browsers and the names of their visitors."""

import hashlib

import pytest

from server.settings.config import Config
from tests.conftest import Client
from tests.server.database import database
from tests.server.history.erasing import contents
from tests.server.visits import cookie_of, facts_of, make, visit


async def test_a_name_is_kept_for_every_note_that_this_browser_opens(client: Client) -> None:
    made = await make(client)
    cookie = await visit(client)
    answer = await client.put("/api/visitor", json={"name": "  Anne   Lefèvre "}, headers=cookie)
    assert answer.status == 200
    named = await answer.json()
    assert named["name"] == "Anne Lefèvre"
    assert (await facts_of(await client.get(made.edit, headers=cookie)))["visitor"] == named


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"name": ""},
        {"name": "  "},
        {"name": "a" * 41},
        {"name": 3},
        {"name": "a\u0007"},
    ],
)
async def test_a_name_that_cannot_be_is_refused(client: Client, wish: dict[str, object]) -> None:
    answer = await client.put("/api/visitor", json=wish, headers=await visit(client))
    assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_name")


async def test_a_name_of_forty_characters_is_taken(client: Client) -> None:
    answer = await client.put("/api/visitor", json={"name": "é" * 40}, headers=await visit(client))
    assert (await answer.json())["name"] == "é" * 40


async def test_this_machine_knows_a_browser_again_by_the_cookie_of_https(client: Client) -> None:
    """Its own address gave it too once, which Safari keeps from https alone."""
    first = await client.get("/")
    plain = cookie_of(first)["Cookie"]
    assert "Set-Cookie" not in (await client.get("/", headers={"Cookie": f"__Host-{plain}"})).headers


async def test_a_stolen_database_holds_no_cookie_and_no_token(client: Client, config: Config) -> None:
    made = await make(client, title="Santé")
    secret = made.cookie["Cookie"].partition("=")[2]
    with database(config) as opened:
        hashes = [row[0] for row in opened.execute("SELECT secret_hash FROM devices")]
    assert hashes == [hashlib.sha256(secret.encode()).digest()]
    stolen = b"".join(content for _, content in contents(config.data))
    assert hashes[0] in stolen
    assert secret.encode() not in stolen
    assert made.edit_token.encode() not in stolen


async def test_a_closed_device_is_a_stranger(client: Client, config: Config) -> None:
    cookie = await visit(client)
    with database(config) as opened:
        opened.execute("UPDATE devices SET closed_at = 1")
    assert (await client.put("/api/visitor", json={"name": "Anne"}, headers=cookie)).status == 403


async def test_those_who_come_to_one_note_have_colours_of_their_own(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    pages = [await client.get(f"{made.edit}?view=edit", headers=made.cookie)]
    pages += [await client.get(f"{made.edit}?view=edit") for _ in range(7)]
    colours = {(await facts_of(page))["visitor"]["colour"] for page in pages}
    assert colours == set(range(1, 9))
