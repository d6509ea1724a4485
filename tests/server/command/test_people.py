"""`pochette people`, beside a running server: who is listed, who manages, who is removed and readmitted."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server.app import create_app
from server.command import people
from server.errors import StartError
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.binders.team import Member, known, member, settings_of, team_binder
from tests.server.database import database
from tests.server.live.editors import join_synced
from tests.server.visitors.providers import Liar, lying, signed, signed_in, with_provider
from tests.server.visitors.team import PASSPHRASE, enter
from tests.server.visits import make, visit
from tests.shell import pochette


@pytest.fixture
async def client(team_config: Config) -> AsyncIterator[Client]:
    async with client_of(create_app(team_config)) as client:
        yield client


async def told(config: Config, action: str, name: str | None = None, **more: bool) -> str:
    """What the command says, in this process: its own connection beside that of the server."""
    return "\n".join(await people.people(config, action, name, **more))


async def refused(config: Config, action: str, name: str | None = None, **more: bool) -> str:
    with pytest.raises(StartError) as why:
        await people.people(config, action, name, **more)
    return str(why.value)


def written(config: Config) -> list[tuple[str, dict[str, Any]]]:
    """The rows of the audit log: what was done, and its details."""
    with database(config) as beside:
        rows = beside.execute("SELECT what, details FROM audit ORDER BY seq")
        return [(what, json.loads(details)) for what, details in rows]


async def listed(config: Config) -> dict[str, dict[str, Any]]:
    found = json.loads(await told(config, "list", as_json=True))["people"]
    return {one["name"]: one for one in found}


async def manages(client: Client, who: Member) -> bool:
    page = await client.get(f"/c/{await team_binder(client)}/people", headers=who.cookie)
    return page.status == 200


async def test_members_are_listed_with_what_they_came_in_by_and_who_manages(
    client: Client, team_config: Config
) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    made = {"markdown": "---\nclassification: Secret\n---\n# Agenda"}
    await make(client, headers=karim.cookie, **made)
    found = await listed(team_config)
    assert {name: one["manages"] for name, one in found.items()} == {"Anne": True, "Karim": False}
    assert [one["id"] for one in found["Karim"]["devices"]] == [karim.device]
    assert (found["Karim"]["by"], found["Karim"]["id"]) == ("passphrase", karim.visitor)
    lines = await told(team_config, "list")
    assert re.search(rf"{anne.visitor}  Anne  since \S+  seen \S+  by passphrase  devices 1  manages", lines)
    assert "Agenda" not in lines


async def test_another_one_manages_and_no_more(client: Client, team_config: Config) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    await told(team_config, "manage", "karim")
    await told(team_config, "manage", anne.visitor, stop=True)
    assert (await manages(client, anne), await manages(client, karim)) == (False, True)
    assert written(team_config)[-2:] == [
        ("manage-given", {"member": karim.visitor}),
        ("manage-ended", {"member": anne.visitor}),
    ]


async def test_who_is_removed_beside_the_server_is_out_and_the_new_passphrase_lets_in(
    client: Client, team_config: Config
) -> None:
    anne, karim = await member(client, "Anne"), await member(client, "Karim")
    note = (await make(client, markdown="# Loyers", headers=anne.cookie)).id
    editor = await join_synced(client, note, headers=karim.cookie)
    command = asyncio.create_task(pochette("people", "remove", "Karim", "--config", settings_of(team_config)))
    closed, _ = await editor.closed()
    code, out, err = await command
    assert (closed, code, err) == (4504, 0, "")
    assert (await client.get(f"/n/{note}/note.md", headers=karim.cookie)).status == 404
    assert (await client.get(f"/n/{note}/note.md", headers=anne.cookie)).status == 200
    new = re.search(r"passphrase is now: (\S+)", out)
    assert new is not None, out
    old = await client.post("/team", json={"passphrase": PASSPHRASE}, headers=await visit(client))
    assert old.status == 403
    assert await enter(client, new[1])
    assert "member-removed" in [what for what, _ in written(team_config)]


async def test_a_name_that_two_have_is_refused_with_both_ids(client: Client, team_config: Config) -> None:
    one, other = await member(client, "Zélie"), await member(client, "zelie")
    said = await refused(team_config, "remove", "ZÉLIE")
    assert (one.visitor in said, other.visitor in said) == (True, True)
    assert "Nobody in the team is called Zoé" in await refused(team_config, "remove", "Zoé")
    await told(team_config, "remove", other.visitor)
    assert [one["is_member"] for one in (await listed(team_config)).values()].count(True) == 1


async def test_who_signed_in_at_a_provider_is_refused_until_readmitted(
    config: Config, tmp_path: Path
) -> None:
    liar = Liar()
    async with lying(liar):
        asked = with_provider(config, liar.issuer, tmp_path)
        async with client_of(create_app(asked)) as client:
            liar.token = lambda claims: signed(claims | {"sub": "karim"})
            cookie = await signed_in(client, liar, await visit(client))
            karim = await known(client, cookie, "Karim")
            await told(asked, "remove", "Karim")
            assert (await client.post("/api/notes", json={}, headers=karim.cookie)).status == 403
            found = (await listed(asked))["Karim"]
            assert (found["is_member"], found["is_removed"], found["by"]) == (False, True, "sign-in")
            await told(asked, "readmit", "Karim")
            assert await signed_in(client, liar, karim.cookie)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"action": "remove", "name": None}, "Give a name to"),
        ({"action": "list", "name": "Anne"}, "and none to list"),
        ({"action": "list", "name": None, "stop": True}, "--stop goes with manage"),
        ({"action": "readmit", "name": "Anne"}, "is not refused"),
    ],
)
async def test_what_cannot_be_is_said(
    client: Client, team_config: Config, asked: dict[str, Any], expected: str
) -> None:
    await member(client, "Anne")
    assert expected in await refused(team_config, **asked)


async def test_without_a_team_there_is_nobody_to_list(config: Config) -> None:
    async with client_of(create_app(config)):
        assert "has no team" in await refused(config, "list")
