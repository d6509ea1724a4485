"""A list of two hundred on a real server of mail: what each gets, what a refusal and what a kill change."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from server.app import create_app
from server.settings.config import Config
from server.settings.mail import MailSenders
from tests.conftest import client_of
from tests.journeys.site import running
from tests.mail_settings import SETTINGS
from tests.server.binders.binders import began
from tests.server.database import database
from tests.server.mail.mails import text_of
from tests.server.sending.mailbox import Mailbox, opened
from tests.server.visitors.team import enter
from tests.visitor import LED_HERE

HEADERS = {"Host": "notes.example.org", "Accept-Language": "fr"}
MANY = [f"elu{number}@example.org" for number in range(200)]
LOST, SHUT = MANY[7], MANY[100]


@pytest.mark.whole
async def test_two_hundred_each_get_their_own_and_a_refused_one_is_named(
    mailing: Config, team_config: Config, box: Mailbox
) -> None:
    of_team = replace(mailing, mail_senders=MailSenders.TEAM, team_passphrase=team_config.team_passphrase)
    box.answers |= {LOST: ["550 5.1.1 no such user"], SHUT: ["451 later"]}
    async with client_of(create_app(of_team), headers=HEADERS) as client:
        team = await began(client, cookie=await enter(client))
        kept = await client.post(
            f"{team.base}/lists", json={"name": "Élus", "addresses": MANY}, headers=team.cookie
        )
        base = f"/n/{await team.note('# Loyers')}"
        wish = {
            "list": (await kept.json())["id"],
            "gives": "read",
            "message": "À lire.",
            "reply_to": "lea@example.org",
        }
        answer = await client.post(f"{base}/mail", json=wish, headers=team.cookie)
        assert answer.status == 201, await answer.text()
        came = dict([await box.next() for _ in range(198)])
        assert came.keys() == {*MANY} - {LOST, SHUT}
        links = {}
        for to, message in came.items():
            whole = message.as_string() + text_of(message) + text_of(message, "html")
            (links[to],) = re.findall(
                r"^https://notes\.example\.org(/n/\S{32})$", text_of(message), re.MULTILINE
            )
            assert (message["To"], message["Reply-To"]) == (to, "lea@example.org")
            assert "À lire." in text_of(message)
            assert set(re.findall(r"elu\d+@example\.org", whole)) == {to}
        assert len(set(links.values())) == 198
        page = await (await client.get(f"{base}/mail", headers=team.cookie)).text()
        while "1 en attente" not in page:
            page = await (await client.get(f"{base}/mail", headers=team.cookie)).text()
        assert "198 envoyés sur 200, 1 refusé, 1 en attente" in page
        assert re.search(r'<progress max="200" value="199"', page)
        first = page.partition('class="sendings"')[2].partition("</li>")[0]
        assert LOST in first
        assert "Cette adresse n’existe pas." in first
        assert (await client.get(links[MANY[0]])).status == 200
        with database(of_team) as rows:
            assert list(rows.execute("SELECT many FROM mail_days")) == [(200,)]
            assert list(rows.execute("SELECT count(*) FROM links WHERE mailed = 1")) == [(200,)]


async def states(session: ClientSession, mail: str) -> list[Mapping[str, Any]]:
    async with session.get(mail) as answer:
        told = await answer.json()
        assert answer.status == 200, told
        found: list[Mapping[str, Any]] = told["sendings"]
        return found


@pytest.mark.whole
async def test_a_kill_in_the_middle_of_a_list_sends_the_rest_and_nobody_twice(tmp_path: Path) -> None:
    many = MANY[:20]
    async with opened() as box:
        box.answers_at, box.holds_from = asyncio.Event(), 8
        (tmp_path / "pochette.toml").write_text(SETTINGS.format(port=box.port))
        async with running(tmp_path / "data", "--config", str(tmp_path / "pochette.toml")) as site:
            mail = f"{(await site.new_note('# Eau'))['edit']}/mail"
            async with ClientSession(headers={"Accept": "application/json", **LED_HERE}) as session:
                async with session.post(mail, json={"to": many, "gives": "read"}) as answer:
                    assert answer.status == 201
                came = [await box.next() for _ in range(box.holds_from)]
                # The last of these is taken, and its answer is never heard.
                await site.kill()
                box.answers_at.set()
                await site.start()
                found = await states(session, mail)
                while any(one["state"] == "waiting" for one in found):
                    found = await states(session, mail)
                while not box.is_empty:
                    came.append(await box.next())
            unsure = [one["to"] for one in found if one["state"] == "maybe"]
            assert unsure == [came[box.holds_from - 1][0]]
            assert sorted(to for to, _ in came) == sorted(many)
            assert len({message["Message-ID"] for _, message in came}) == len(many)
