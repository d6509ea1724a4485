"""Who may send by mail: the team, anybody within `mail_domains` or by a setting; else nobody."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from server.app import create_app
from server.command.doctor import look_at_mail
from server.command.serve import tell
from server.settings.config import SHUT_MAIL, Config
from server.settings.mail import MailSenders
from tests.conftest import Client, client_of
from tests.server.mail.mails import ANNA, TEXT, send
from tests.server.sending.mailbox import Mailbox
from tests.server.visitors.team import enter
from tests.server.visits import cookie_of, make

HEADERS = {"Host": "notes.example.org", "Accept-Language": "fr"}
MANY = [f"p{number}@example.org" for number in range(20)]


async def attack(client: Client, base: str, cookie: Mapping[str, str]) -> list[int]:
    """As a stranger does: forty mails with the name of this domain, by every address that sends."""
    wish: dict[str, Any] = {"to": MANY, "gives": "read", "subject": "Votre mot de passe expire"}
    asked = [(f"{base}/mail", wish), (f"{base}/mail", {**wish, "lang": "en"}), (f"{base}/mail/renewed", {})]
    answers = [await client.post(path, json=body, headers=cookie) for path, body in asked]
    shown = await client.get(f"{base}/mail", headers=cookie)
    return [shown.status, *(answer.status for answer in answers)]


async def test_on_an_open_instance_a_stranger_sends_nothing(mailing: Config, box: Mailbox) -> None:
    opened = replace(mailing, mail_senders=MailSenders.TEAM)
    async with client_of(create_app(opened), headers=HEADERS) as client:
        made = await make(client, markdown=TEXT)
        assert await attack(client, made.edit, made.cookie) == [404, 404, 404, 409]
        page = await (await client.get(made.edit, headers=made.cookie)).text()
        assert '"mails":false' in page.replace(" ", "")
    assert box.is_empty


async def test_where_there_is_a_team_only_its_members_send(
    mailing: Config, team_config: Config, box: Mailbox
) -> None:
    of_team = replace(mailing, mail_senders=MailSenders.TEAM, team_passphrase=team_config.team_passphrase)
    async with client_of(create_app(of_team), headers=HEADERS) as client:
        made = await make(client, markdown=TEXT, headers=await enter(client))
        guest = cookie_of(await client.get(made.edit))
        assert await attack(client, made.edit, guest) == [403, 403, 403, 403]
        assert box.is_empty
        await send(client, made, ANNA, gives="read")
        assert (await box.next())[0] == ANNA
        for cookie, may in ((made.cookie, "true"), (guest, "false")):
            page = await (await client.get(made.edit, headers=cookie)).text()
            assert f'"mails":{may}' in page.replace(" ", "")
    assert of_team.mails_of_a_press == 500


async def test_without_a_team_domains_bound_where_anybody_sends(mailing: Config, box: Mailbox) -> None:
    near = replace(mailing, mail_senders=MailSenders.TEAM, mail_domains=frozenset({"example.org"}))
    async with client_of(create_app(near), headers=HEADERS) as client:
        made = await make(client, markdown=TEXT)
        await send(client, made, "x@elsewhere.example", status=400)
        await send(client, made, ANNA)
        assert (await box.next())[0] == ANNA


@pytest.mark.parametrize(
    ("more", "is_well", "said"),
    [
        ({}, False, "no mail leaves: set a team"),
        ({"mail_senders": MailSenders.ANYONE}, True, "whoever may make links may send"),
        ({"team_passphrase": "hash"}, True, "members of the team may send"),
        ({"mail_domains": frozenset({"example.org"})}, True, "may send to example.org"),
        ({"smtp_host": ""}, True, "nothing is sent by mail"),
        ({"smtp_from": "", "team_passphrase": "hash"}, False, "mails need a sender"),
    ],
)
def test_the_doctor_says_who_may_send(mailing: Config, more: Any, *, is_well: bool, said: str) -> None:
    found = look_at_mail(replace(mailing, **{"mail_senders": MailSenders.TEAM, **more}))
    assert (found.is_well, said in found.said) == (is_well, True), found.said


def test_the_log_says_at_the_start_that_nobody_may_send(mailing: Config) -> None:
    for config, many in ((mailing, 0), (replace(mailing, mail_senders=MailSenders.TEAM), 1)):
        with capture_logs() as lines:
            tell(("127.0.0.1", 8000), config)
        told = [line["event"] for line in lines if line["log_level"] == "warning"]
        assert told == [SHUT_MAIL] * many
