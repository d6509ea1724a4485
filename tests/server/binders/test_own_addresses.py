"""A note at its own address: each address below it, for each way in which a device holds a right."""

from collections.abc import Iterator

import pytest
from aiohttp import hdrs
from yarl import URL

from crdt.roles import Role
from server.app import create_app
from server.http.access import RULES, Rule
from server.settings.config import Config
from server.targets import NoteTarget
from tests.conftest import Client, client_of
from tests.server.addresses import address
from tests.server.binders.binders import began, comes_by
from tests.server.visits import cookie_of, make


def of_notes(config: Config) -> Iterator[Rule]:
    """The addresses of notes that are only read."""
    for route, rule in create_app(config)[RULES].items():
        if rule.target is NoteTarget and not rule.is_socket and route.method == hdrs.METH_GET:
            yield rule


async def walk(client: Client, config: Config, note: str, cookie: dict[str, str], role: Role) -> None:
    """Each answers as it would at the address of a link of this role."""
    wrong, opened = [], 0
    for rule in of_notes(config):
        answer = await client.get(address(rule, note), headers=cookie, allow_redirects=False)
        told = await answer.text(errors="replace")
        is_refused = answer.status == 403 or "Il vous faut un accès" in told
        may = role.allows(Role(rule.need))
        opened += may
        if answer.status >= 500 or is_refused is may:
            wrong.append((rule.path, answer.status))
    assert wrong == []
    assert opened >= 10


@pytest.mark.first(1)
@pytest.mark.parametrize("role", [Role.READ, Role.COMMENT, Role.EDIT])
async def test_every_address_of_a_note_opens_for_who_came_by_its_classeur(config: Config, role: Role) -> None:
    async with client_of(create_app(config), {"Accept-Language": "fr"}) as client:
        team = await began(client)
        note = await team.note("# Loyers\n\nEncadrer.")
        cookie = await comes_by(client, (await team.link(role.value))[0])
        await walk(client, config, note, cookie, role)


@pytest.mark.whole
async def test_every_address_opens_for_who_made_the_note_or_manages_its_classeur(config: Config) -> None:
    async with client_of(create_app(config), {"Accept-Language": "fr"}) as client:
        team = await began(client)
        await walk(client, config, await team.note("# Loyers"), team.cookie, Role.MANAGE)


@pytest.mark.parametrize("role", ["comment"])
async def test_a_link_of_the_note_opens_its_own_address_as_well(config: Config, role: str) -> None:
    async with client_of(create_app(config), {"Accept-Language": "fr"}) as client:
        made = await make(client, markdown="# Seule")
        answer = await client.post(f"{made.edit}/links", json={"role": role}, headers=made.cookie)
        came = await client.get(URL((await answer.json())["url"]).path)
        await walk(client, config, made.id, cookie_of(came), Role(role))
