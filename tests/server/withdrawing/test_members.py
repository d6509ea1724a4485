"""What a member had sent leaves again with their removal, or waits where they leave by themselves."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from server.app import create_app
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.binders.team import member, team_binder
from tests.server.mail.mails import ANNA, address_in, send
from tests.server.sending.mailbox import Mailbox
from tests.server.visits import Made, make


@pytest.fixture
async def team(mailing: Config, team_config: Config) -> AsyncIterator[Client]:
    config = replace(mailing, team_passphrase=team_config.team_passphrase)
    headers = {"Host": "notes.example.org", "Accept-Language": "fr"}
    async with client_of(create_app(config), headers=headers) as client:
        yield client


@pytest.mark.parametrize("end", ["removed", "left"])
async def test_what_a_member_had_sent_is_sent_again(team: Client, box: Mailbox, end: str) -> None:
    anne, karim = await member(team, "Anne"), await member(team, "Karim")
    base = f"/c/{await team_binder(team)}"
    note = await make(team, markdown="# Loyers", headers=anne.cookie)
    own = f"/n/{note.id}"
    await send(team, Made(id=note.id, edit=own, read=own, cookie=karim.cookie), ANNA, gives="read")
    before = address_in((await box.next())[1])
    if end == "removed":
        url = f"{base}/people/{karim.visitor}"
        page = await (await team.get(url, headers=anne.cookie)).text()
        assert "Un lien envoyé par courriel change d’adresse et repart aussitôt." in page
        assert ANNA in page
        assert (await team.post(url, headers=anne.cookie)).status == 200
    else:
        left = await team.post("/team/leave", headers=karim.cookie, allow_redirects=False)
        assert left.status == 303
        assert box.is_empty, "nobody sends in the name of who has left"
        shown = await (await team.get(f"{base}/manage", headers=anne.cookie)).text()
        assert f"{base}/mail/renewed" in shown
        assert (await team.post(f"{base}/mail/renewed", headers=anne.cookie)).status == 200
    to, mail = await box.next()
    assert to == ANNA
    assert (await team.get(address_in(mail))).status == 200
    assert (await team.get(before, headers=karim.cookie)).status == 404
    assert box.is_empty
