"""Who unsubscribes gets no more mail from here, whoever writes; no robot that looks at links unsubscribes."""

import re
from collections.abc import Mapping
from email.message import EmailMessage

import pytest

from server.app import create_app
from server.sending.sender import SENDER
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.database import database
from tests.server.gate.audit_log import deeds
from tests.server.mail.mails import ANNA, TEXT, send, sendings, text_of, until
from tests.server.sending.mailbox import Mailbox
from tests.server.visits import make

HEADERS = {"Host": "notes.example.org", "Accept-Language": "fr"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
AGAIN = {"List-Unsubscribe": "Again"}
# As a mailbox posts: without a cookie, a referrer or an origin.
MAILBOX: Mapping[str, str] = {"User-Agent": "Mailbox/1.0", "Accept-Language": "fr"}


def way_out(message: EmailMessage) -> str:
    """The path in the header, which is in both forms of the text as well."""
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = dict(message.raw_items())["List-Unsubscribe"]
    (found,) = re.findall(r"^<https://notes\.example\.org(/unsubscribe/\S+)>$", raw)
    assert f"https://notes.example.org{found}" in text_of(message)
    assert f'href="https://notes.example.org{found}"' in text_of(message, "html")
    return str(found)


async def test_one_click_stops_every_later_mail_of_anybody_for_ever(
    poster: Client, mailing: Config, box: Mailbox
) -> None:
    made = await make(poster, markdown=TEXT)
    await send(poster, made, ANNA, "bo@example.org", gives="read")
    came = dict([await box.next(), await box.next()])
    path = way_out(came[ANNA])
    assert path != way_out(came["bo@example.org"])
    answer = await poster.post(path, data=ONE_CLICK, headers=MAILBOX, allow_redirects=False)
    assert (answer.status, "Set-Cookie" in answer.headers) == (200, False)
    assert "C’est noté" in await answer.text()
    await poster.close()
    async with client_of(create_app(mailing), headers=HEADERS) as client:
        other = await make(client, markdown="# Autre\n")
        await send(
            client, other, "Anna+campagne@Example.org", "ANNA@example.org", "bo@example.org", gives="read"
        )
        assert (await box.next())[0] == "bo@example.org"
        while any(one["state"] == "waiting" for one in await sendings(client, other)):
            client.app[SENDER].wake()
        refused = [one for one in await sendings(client, other) if one["state"] == "refused"]
        assert {(one["why"], one["may_retry"], one["answer"]) for one in refused} == {
            ("Cette personne ne souhaite plus recevoir de courriels de ce site.", False, "")
        }
        assert len(refused) == 2
        again = await client.post(f"{other.edit}/mail/{refused[0]['id']}", headers=other.cookie)
        assert again.status == 200
        await until(client, other, "refused")
    assert box.is_empty


async def test_only_a_post_unsubscribes_and_it_can_be_taken_back(poster: Client, box: Mailbox) -> None:
    made = await make(poster, markdown=TEXT)
    await send(poster, made, ANNA, gives="read")
    path = way_out((await box.next())[1])
    for _ in range(2):
        for asked in (
            await poster.get(path),
            await poster.head(path),
            await poster.get(f"{path}?List-Unsubscribe=One-Click"),
        ):
            assert asked.status == 200
    page = await (await poster.get(path)).text()
    assert "Ne plus recevoir de courriels\u202f?" in page
    assert "anna" not in page.lower()
    for data in ({}, {"List-Unsubscribe": "x"}):
        assert (await poster.post(path, data=data)).status == 400
    await send(poster, made, ANNA, gives="read")
    assert (await box.next())[0] == ANNA
    # A browser sends the origin of the page along.
    browser = {"Origin": "https://notes.example.org"}
    assert (await poster.post(path, data=ONE_CLICK, headers=browser)).status == 200
    assert "C’est noté" in await (await poster.get(path)).text()
    assert (await poster.post(path, data=AGAIN, headers=browser)).status == 200
    await send(poster, made, ANNA, gives="read")
    assert (await box.next())[0] == ANNA


async def test_a_proof_that_was_not_made_here_stops_nobody(
    poster: Client, mailing: Config, box: Mailbox
) -> None:
    made = await make(poster, markdown=TEXT)
    await send(poster, made, ANNA, gives="read")
    path = way_out((await box.next())[1])
    proof = path.rpartition("/")[2]
    wrong = [
        proof[:-1],
        f"{proof}A",
        "A" * 43,
        proof[:20] + ("B" if proof[20] == "A" else "A") + proof[21:],
        "é" * 43,
    ]
    for one in wrong:
        for answer in (
            await poster.get(f"/unsubscribe/{one}"),
            await poster.post(f"/unsubscribe/{one}", data=ONE_CLICK),
        ):
            assert answer.status == 404
    with database(mailing) as rows:
        assert list(rows.execute("SELECT * FROM unsubscribed")) == []


async def test_neither_the_database_nor_a_log_says_who(
    poster: Client, mailing: Config, box: Mailbox, capfd: pytest.CaptureFixture[str]
) -> None:
    made = await make(poster, markdown=TEXT)
    await send(poster, made, ANNA, gives="pdf")
    path = way_out((await box.next())[1])
    for _ in range(3):
        await poster.post(path, data=ONE_CLICK, headers=MAILBOX)
    await poster.post(path, data=AGAIN, headers=MAILBOX)
    await poster.post(path, data=ONE_CLICK, headers=MAILBOX)
    found = [(what, line) for what, line in await deeds(mailing) if "subscribed" in what]
    assert [what for what, _ in found] == ["unsubscribed", "subscribed-again", "unsubscribed"]
    proof = path.rpartition("/")[2]
    assert not any(ANNA in str(line) or proof in str(line) for _, line in found)
    with database(mailing) as rows:
        ((recipient,),) = rows.execute("SELECT recipient FROM unsubscribed")
    assert (len(recipient), b"anna" in recipient) == (16, False)
    said = "".join(capfd.readouterr())
    assert (ANNA in said, proof in said) == (False, False)
