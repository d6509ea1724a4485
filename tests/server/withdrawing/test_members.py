"""What a member had sent leaves again with their removal, or waits where they leave by themselves."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from yarl import URL

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


@pytest.mark.first(1)
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


async def test_an_address_by_which_a_member_came_before_is_renewed_on_the_page_that_follows(
    team: Client,
) -> None:
    """They stood at another link, which was closed with the removal."""
    anne, karim = await member(team, "Anne"), await member(team, "Karim")
    base = f"/c/{await team_binder(team)}"
    begun = await team.post(f"{base}/notes", json={"markdown": "# Loyers"}, headers=anne.cookie)
    note = f"/n/{(await begun.json())['note']}"
    paths = []
    for who, wish in ((anne, {"role": "read", "label": "A"}), (karim, {"role": "edit", "label": "K"})):
        made = await team.post(f"{note}/links", json=wish, headers=who.cookie)
        paths.append(URL((await made.json())["url"]).path)
        assert (await team.get(paths[-1], headers=karim.cookie)).status == 200
    url = f"{base}/people/{karim.visitor}"
    assert (await team.post(url, headers=anne.cookie)).status == 200
    assert f"{url}/links" in await (await team.get(f"{base}/people", headers=anne.cookie)).text()
    answer = await team.post(f"{url}/links", headers=anne.cookie, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    for path in paths:
        for cookie in (karim.cookie, {}):
            assert (await team.get(path, headers=cookie)).status == 404, path
