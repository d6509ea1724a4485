"""Mails that were asked for before a setting became necessary are shown with the reason, told, and leave."""

import asyncio
from dataclasses import replace

from structlog.testing import capture_logs

from server.app import create_app
from server.command.doctor import look_at_mail
from server.settings.config import NO_MAIL, SHUT_MAIL, Config
from server.settings.mail import MailSenders
from server.text.paths import LinkPage
from tests.conftest import Client, client_of
from tests.server.mail.mails import ANNA, TEXT, send, sendings
from tests.server.sending.mailbox import Mailbox
from tests.server.visits import Made, make, visit

HEADERS = {"Host": "notes.example.org", "Accept-Language": "fr"}
SHUT = "Ce site n’envoie pas de courriels pour l’instant."
BOB = "bob@example.org"


async def queued(mailing: Config, box: Mailbox) -> Made:
    """A note of which two mails wait, since the server of mail was away when they were asked for."""
    box.close()
    async with client_of(create_app(mailing), headers=HEADERS) as client:
        made = await make(client, markdown=TEXT)
        await send(client, made, ANNA, gives="read")
        await send(client, made, BOB, gives="print")
    return made


def shut_of(mailing: Config) -> Config:
    """An update made it necessary to say who may send: nobody has yet."""
    return replace(mailing, mail_senders=MailSenders.TEAM)


async def test_where_a_setting_is_missing_the_page_says_what_waits_and_why(
    mailing: Config, box: Mailbox
) -> None:
    made = await queued(mailing, box)
    await box.open()
    for missing in (shut_of(mailing), replace(mailing, smtp_host="")):
        async with client_of(create_app(missing), headers=HEADERS) as client:
            told = await sendings(client, made)
            assert [(one["to"], one["state"], one["why"]) for one in told] == [
                (BOB, "waiting", SHUT),
                (ANNA, "waiting", SHUT),
            ]
            assert not any(one["may_retry"] or one["next_at"] for one in told)
            answer = await client.get(f"{made.edit}{LinkPage.MAIL}", headers=made.cookie)
            page = await answer.text()
            assert "2 courriels attendent ici. Ils partent dès que le réglage est fait" in page
            assert "<form" not in page.partition("<main>")[2].partition("</main>")[0]
            read = await client.get(f"{made.read}{LinkPage.MAIL}", headers=await visit(client))
            assert read.status == 403, "who only reads sees no addresses"
            other = await make(client, markdown=TEXT)
            nothing = await client.get(f"{other.edit}{LinkPage.MAIL}", headers=other.cookie)
            assert nothing.status == 404, "where nothing was asked for there is no page"
            assert (await send_again(client, made, told[0]["id"])) == 404
    assert box.is_empty


async def send_again(client: Client, made: Made, sending: str) -> int:
    answer = await client.post(f"{made.edit}{LinkPage.MAIL}/{sending}", headers=made.cookie)
    return int(answer.status)


async def test_they_leave_once_the_setting_is_there(mailing: Config, box: Mailbox) -> None:
    made = await queued(mailing, box)
    async with client_of(create_app(shut_of(mailing)), headers=HEADERS) as client:
        assert len(await sendings(client, made)) == 2
    await box.open()
    near = replace(
        mailing, mail_senders=MailSenders.TEAM, mail_domains=frozenset({"example.org"}), smtp_port=box.port
    )
    async with client_of(create_app(near), headers=HEADERS) as client:
        for one in await sendings(client, made):
            await send_again(client, made, one["id"])
        assert {(await box.next())[0] for _ in range(2)} == {ANNA, BOB}


async def test_the_log_and_the_doctor_say_how_many_wait_and_which_setting(
    mailing: Config, box: Mailbox
) -> None:
    await queued(mailing, box)
    for missing, why in ((shut_of(mailing), SHUT_MAIL), (replace(mailing, smtp_host=""), NO_MAIL)):
        with capture_logs() as lines:
            async with client_of(create_app(missing), headers=HEADERS):
                """It is told as it starts."""
        (told,) = (line for line in lines if line["event"] == "mails wait that cannot leave")
        assert (told["log_level"], told["waiting"], told["why"]) == ("warning", 2, why)
        found = await asyncio.to_thread(look_at_mail, missing)
        assert (found.is_well, found.optional) == (False, False)
        assert found.said == f"{why}; 2 mails wait for that, each for three days"
    with capture_logs() as lines:
        async with client_of(create_app(mailing), headers=HEADERS):
            """Nothing is missing."""
    assert not [line for line in lines if line["event"] == "mails wait that cannot leave"]
