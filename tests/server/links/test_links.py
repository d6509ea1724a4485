"""The QR code of a link, and what ends with a link."""

import io
from dataclasses import replace
from functools import partial

import pytest
import segno

from crdt.roles import Role
from server.app import create_app
from server.http.keys import ENGINE
from server.ids import DeviceId, NoteId
from server.links.rules.closing import close
from server.live.keys import ROOMS
from server.secrets.tokens import link_of
from server.settings.config import Config
from server.storage.rights import grants
from server.targets import NoteTarget
from tests.conftest import Client, client_of
from tests.server.visits import cookie_of, facts_of, make


@pytest.mark.parametrize("path", ["edit", "read"])
async def test_the_qr_code_is_that_of_the_public_address_of_the_link(config: Config, path: str) -> None:
    origin = "https://notes.example.org"
    async with client_of(create_app(replace(config, url=origin))) as client:
        made = await make(client)
        link = getattr(made, path)
        answer = await client.get(f"{link}/qr.svg")
        drawing = await answer.read()
    expected = io.BytesIO()
    segno.make(origin + link, error="m").save(expected, kind="svg", border=2, xmldecl=False, omitsize=True)
    assert answer.content_type == "image/svg+xml"
    assert drawing == expected.getvalue()
    assert b"style" not in expected.getvalue(), "the policy of the pages allows none"


async def test_a_right_that_came_by_a_link_ends_with_it(client: Client) -> None:
    made, app = await make(client), client.app
    assert app is not None
    link = link_of(made.edit_token)
    assert link is not None
    other = cookie_of(await client.get("/"))
    listed = await app[ENGINE].read(lambda db: list(db.execute("SELECT id FROM devices")))
    granted = [await _granted(client, DeviceId(device), made.id) for (device,) in listed]
    stranger = DeviceId(listed[granted.index(None)][0])
    grant = partial(
        grants.grant, device=stranger, target=NoteTarget(NoteId(made.id)), role=Role.MANAGE, link=link
    )
    await app[ENGINE].write(grant)
    assert (await facts_of(await client.get(made.edit, headers=other)))["role"] == "manage"
    await close(app[ENGINE], app[ROOMS].guests, link)
    assert await _granted(client, stranger, made.id) is None
    assert (await client.get(made.edit, headers=other)).status == 404


async def _granted(client: Client, device: DeviceId, note: str) -> Role | None:
    assert client.app is not None
    return await client.app[ENGINE].read(partial(grants.own, device=device, target=NoteTarget(NoteId(note))))
