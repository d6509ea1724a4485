"""An instance with a team: who begins notes, how one gets in, and for how long."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from server.app import create_app
from server.errors import StartError
from server.http.access import RULES
from server.settings.config import Config
from server.storage.members import DAY_MS
from server.visitors.team_passphrase import hash_of
from tests.conftest import Client, client_of
from tests.server.database import database
from tests.server.visitors.team import PASSPHRASE, enter
from tests.server.visits import cookie_of, make, visit
from tests.shell import pochette

PAGES = {"Accept": "text/html"}


@pytest.fixture
async def client(team_config: Config) -> AsyncIterator[Client]:
    async with client_of(create_app(team_config)) as client:
        yield client


async def test_nobody_else_begins_anything(client: Client, team_config: Config) -> None:
    stranger = await visit(client)
    member = await enter(client)
    made = await make(client, title="Santé", headers=member)
    rules = client.app[RULES]
    begins = {(route.method, rule.path) for route, rule in rules.items() if rule.begins}
    for method, path in sorted(begins - {("HEAD", "/notes/import"), ("HEAD", "/binders/new")}):
        address = path.replace("{token}", made.edit_token)
        told = await client.request(method, address, json={}, headers=stranger, allow_redirects=False)
        assert (told.status, (await told.json())["error"]["code"]) == (403, "members_only"), path
        if not path.startswith("/api/"):
            led = await client.request(method, address, headers=stranger | PAGES, allow_redirects=False)
            assert (led.status, led.headers["Location"]) == (303, "/team"), path
    with database(team_config) as opened:
        assert list(opened.execute("SELECT id FROM notes")) == [(made.id,)]
        assert list(opened.execute("SELECT id FROM folders")) == []


def test_every_address_that_makes_a_note_or_a_pochette_asks_for_the_team(config: Config) -> None:
    """Whatever everybody may post to is one of these, or a door."""
    rules = create_app(config)[RULES]
    posts = {rule.path for route, rule in rules.items() if route.method == "POST"}
    begins = {rule.path for route, rule in rules.items() if route.method == "POST" and rule.begins}
    assert begins == {
        *("/notes", "/notes/import", "/api/notes", "/folders", "/api/folders", "/n/{token}/notes"),
        *("/binders", "/binders/new", "/api/binders"),
    }
    assert {path for path in posts - begins if "{token}" not in path} == {
        *("/binders/choices", "/imports/{import}/undo", "/binders/forgotten"),
        *("/devices/code", "/devices/add", "/devices/add/{code}", "/devices/give", "/devices/take-back"),
        *("/devices/stolen", "/devices/{device}/close", "/devices/recovery-code", "/recovery"),
        *("/devices/take-back-all", "/devices/reading", "/team/again"),
        *("/search", "/api/search"),
        *("/recover/{code}", "/trash", "/team", "/team/leave", "/binders/choices"),
        *("/unsubscribe/{proof}", "/e/{code}", "/E/{code}"),
        *("/e/{code}/{number:[1-9][0-9]{0,8}}", "/E/{code}/{number:[1-9][0-9]{0,8}}"),
    }


async def test_links_go_on_working_for_everybody(client: Client) -> None:
    made = await make(client, markdown="# Santé", headers=await enter(client))
    for path in (made.edit, made.read, f"{made.read}/note.md"):
        assert (await client.get(path, headers=await visit(client))).status == 200


async def test_a_wrong_passphrase_is_told_and_a_form_stays(client: Client) -> None:
    cookie = await visit(client)
    answer = await client.post("/team", data={"passphrase": "le pont neuf"}, headers=cookie)
    text = await answer.text()
    assert answer.status == 403
    assert "Ce n’est pas la phrase secrète de l’équipe" in text
    assert 'name="passphrase"' in text
    told = await client.post("/team", json={"passphrase": "non"}, headers=cookie)
    assert (await told.json())["error"]["code"] == "wrong_passphrase"


async def test_who_guesses_waits_and_others_do_not(client: Client) -> None:
    cookie = await visit(client)
    for _ in range(5):
        await client.post("/team", json={"passphrase": "non"}, headers=cookie)
    late = await client.post("/team", json={"passphrase": PASSPHRASE}, headers=cookie)
    assert (late.status, late.headers["Retry-After"].isdigit()) == (429, True)
    assert await enter(client)


async def test_a_cookie_that_was_planted_before_is_nobodys_afterwards(client: Client) -> None:
    planted = await visit(client)
    answer = await client.post("/team", json={"passphrase": PASSPHRASE}, headers=planted)
    assert cookie_of(answer) != planted
    assert (await client.post("/api/notes", json={}, headers=planted)).status == 403
    assert (await client.post("/api/notes", json={}, headers=cookie_of(answer))).status == 201


@pytest.mark.parametrize(("since", "seen"), [(31 * DAY_MS, 0), (20 * DAY_MS, 15 * DAY_MS)])
async def test_who_was_let_in_long_ago_or_has_not_come_back_is_asked_again(
    client: Client, team_config: Config, since: int, seen: int
) -> None:
    cookie = await enter(client)
    with database(team_config) as opened:
        opened.execute("UPDATE members SET since = since - ?, seen_at = seen_at - ?", (since, seen))
    assert (await client.post("/api/notes", json={}, headers=cookie)).status == 403


async def test_who_comes_back_stays(client: Client, team_config: Config) -> None:
    cookie = await enter(client)
    for _ in range(3):
        with database(team_config) as opened:
            opened.execute("UPDATE members SET seen_at = seen_at - ?", (9 * DAY_MS,))
        assert (await client.post("/api/notes", json={}, headers=cookie)).status == 201


async def test_another_passphrase_ends_what_the_one_before_gave(client: Client, team_config: Config) -> None:
    cookie = await enter(client)
    await client.close()
    other = await asyncio.to_thread(hash_of, "une autre phrase de passe")
    async with client_of(create_app(replace(team_config, team_passphrase=other))) as later:
        assert (await later.post("/api/notes", json={}, headers=cookie)).status == 403


async def test_a_closed_device_is_no_member_any_more(client: Client, team_config: Config) -> None:
    cookie = await enter(client)
    with database(team_config) as opened:
        ((device,),) = opened.execute("SELECT device FROM members")
    await client.post(f"/devices/{device}/close", headers=cookie)
    assert (await client.post("/api/notes", json={}, headers=cookie)).status == 403


async def test_the_door_leads_home_whom_it_is_not_closed_to(client: Client) -> None:
    inside = await client.get("/team", headers=await enter(client), allow_redirects=False)
    assert (inside.status, inside.headers["Location"]) == (303, "/")


async def test_without_a_team_there_is_no_door_and_everybody_begins(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        assert (await client.post("/api/notes", json={})).status == 201
        open_door = await client.get("/team", allow_redirects=False)
        assert (open_door.status, open_door.headers["Location"]) == (303, "/")
        assert (await client.get("/team/provider")).status == 404
        cookie = await visit(client)
        assert (await client.post("/team", json={"passphrase": "x"}, headers=cookie)).status == 404


async def test_the_command_makes_what_the_settings_keep() -> None:
    code, kept, err = await pochette("passphrase", given=f"{PASSPHRASE}\n")
    assert (code, err) == (0, "")
    assert kept.startswith("$argon2id$")
    assert PASSPHRASE not in kept
    code, _, err = await pochette("passphrase", given="trop court\n")
    assert (code, err) == (1, "pochette: A passphrase has 12 to 128 characters.\n")


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"team_passphrase": "en clair"}, "is not what `pochette passphrase` prints"),
        ({"oidc_issuer": "https://login.example.org"}, "needs oidc_client_id"),
        ({"oidc_issuer": "https://a.example", "team_passphrase": "x"}, "set one of them"),
    ],
)
def test_settings_that_cannot_be_are_told(config: Config, wish: dict[str, str], expected: str) -> None:
    with pytest.raises(StartError, match=expected):
        create_app(replace(config, **wish))  # type: ignore[arg-type]
