"""Mailings whose links were renewed: sent again, or held back."""

import re

from server.sending.sender import SENDER
from server.settings.config import Config
from tests.conftest import Client
from tests.server.database import database
from tests.server.mail.mails import ANNA, TEXT, renew_all, send, sendings, text_of, until
from tests.server.sending.mailbox import Mailbox
from tests.server.visits import make


async def test_a_mailing_goes_again_to_its_addresses_once_its_links_were_renewed(
    poster: Client, box: Mailbox
) -> None:
    made = await make(poster, markdown=TEXT)
    people = [f"p{number}@example.org" for number in range(3)]
    await send(poster, made, *people, gives="read")
    before = dict([await box.next() for _ in people])
    while {one["state"] for one in await sendings(poster, made)} != {"sent"}:
        await poster.get("/health")
    renewed = await renew_all(poster, made)
    page = await (await poster.get(f"{renewed.edit}/manage", headers=made.cookie)).text()
    assert "3 personnes avaient reçu leur adresse par courriel" in page
    assert "p0@example.org, p1@example.org, p2@example.org" in page, "who gets it again"
    address = f"{renewed.edit}/mail/renewed"
    pressed = [await poster.post(address, headers=made.cookie, allow_redirects=False) for _ in range(2)]
    assert [answer.status for answer in pressed] == [303, 303]
    after = dict([await box.next() for _ in people])
    assert after.keys() == set(people)
    for address in people:
        (old,) = re.findall(r"https://notes\.example\.org(/n/\S+)", text_of(before[address]))
        (new,) = re.findall(r"https://notes\.example\.org(/n/\S+)", text_of(after[address]))
        assert (await poster.get(old)).status == 404
        assert "Douze trains" in await (await poster.get(new)).text()
        assert "celle-ci la remplace" in text_of(after[address])
    assert len(await sendings(poster, renewed)) == 6
    page = await (await poster.get(f"{renewed.edit}/mail", headers=made.cookie)).text()
    assert "mail/renewed" not in page
    assert box.is_empty


async def test_a_mail_that_waits_while_its_link_is_renewed_brings_no_address(
    poster: Client, mailing: Config, box: Mailbox
) -> None:
    made = await make(poster, markdown=TEXT)
    box.answers[ANNA] = ["451 later"]
    await send(poster, made, ANNA, gives="read")
    await until(poster, made, "waiting", "attendre")
    renewed = await renew_all(poster, made)
    with database(mailing) as rows:
        rows.execute("UPDATE sendings SET due_at = 0")
    poster.app[SENDER].wake()
    refused = await until(poster, renewed, "refused")
    assert "renouvelés avant l’envoi" in refused["why"]
    assert box.is_empty
    answer = await poster.post(f"{renewed.edit}/mail/renewed", json={}, headers=made.cookie)
    assert (answer.status, len((await answer.json())["sendings"])) == (201, 1)
    assert (await box.next())[0] == ANNA


async def test_without_a_mail_server_the_button_is_refused_in_words(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    answer = await client.post(f"{made.edit}/mail/renewed", headers=made.cookie)
    assert answer.status == 409
    assert "envoyez-les vous-même" in await answer.text()
