"""Mails that are not sent: who may send, where to, how many, and what is asked for wrongly."""

from dataclasses import replace
from typing import Any

from server.app import create_app
from server.links.rules.sharing import MOST_MAILED
from server.secrets.tokens import new_link_id
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.database import database
from tests.server.links.sharing import listed
from tests.server.mail.mails import ANNA, TEXT, renew_all, send, sendings
from tests.server.sending.mailbox import Mailbox
from tests.server.visits import make, visit

WRONG: list[dict[str, Any]] = [
    {"to": []},
    {"to": ""},
    {"to": "anna"},
    {"to": ["a@b"]},
    {"to": ["a@example.org\nBcc: b@example.org"]},
    {"to": "a@example.org\rb"},
    {"to": ["a@example.org"] * 21},
    {"to": [7]},
    {"to": 7},
    {"to": ANNA, "gives": "manage"},
    {"to": ANNA, "gives": ["pdf"]},
    {"to": ANNA, "lang": "de"},
    {"to": ANNA, "message": "x" * 2001},
    {"to": ANNA, "message": "\x00"},
    {"to": ANNA, "format": "poster"},
    {"to": ANNA, "title": "x"},
    {"to": ANNA, "subject": "x\x00Bcc: b@example.org"},
    {"to": ANNA, "subject": "x" * 121},
    {"to": ANNA, "subject": ["x"]},
]


async def test_only_who_may_make_links_sends(poster: Client, box: Mailbox) -> None:
    made = await make(poster, markdown=TEXT)
    for asked in (
        await poster.get(f"{made.read}/mail"),
        await poster.post(f"{made.read}/mail", json={"to": ANNA, "gives": "read"}),
        await poster.post(f"{made.read}/mail/x"),
    ):
        assert asked.status == 403
    other = await make(poster, markdown="# Autre\n")
    one = (await send(poster, made, ANNA))["sendings"][0]
    assert (await poster.post(f"{other.edit}/mail/{one['id']}", headers=other.cookie)).status == 404


async def test_without_a_server_of_mail_there_is_nothing(client: Client) -> None:
    made = await make(client, markdown=TEXT)
    assert (await client.get(f"{made.edit}/mail", headers=made.cookie)).status == 404
    answer = await client.post(f"{made.edit}/mail", json={"to": ANNA}, headers=made.cookie)
    assert answer.status == 404


async def test_a_wish_that_is_no_mail_is_refused_in_words(poster: Client) -> None:
    made = await make(poster, markdown=TEXT)
    for wish in WRONG:
        answer = await poster.post(f"{made.edit}/mail", json=wish, headers=made.cookie)
        assert (answer.status, wish) == (400, wish)
        assert (await answer.json())["error"]["message"]
    assert await sendings(poster, made) == []


async def test_more_links_than_there_may_be_send_nothing_at_all(
    poster: Client, mailing: Config, box: Mailbox
) -> None:
    made = await make(poster, markdown=TEXT)
    with database(mailing) as opened:
        for _ in range(MOST_MAILED - 3):
            opened.execute(
                "INSERT INTO links (id, target, role, created_at, changed_at, mailed)"
                " VALUES (?, ?, 'read', 1, 1, 1)",
                (new_link_id(), made.id),
            )
    many = [f"p{number}@example.org" for number in range(4)]
    told = await send(poster, made, *many, status=400)
    assert told["error"]["code"] == "mail_links"
    assert "2\u202f000 liens actifs" in told["error"]["message"]
    assert (len(await listed(poster, made)), await sendings(poster, made)) == (MOST_MAILED - 1, [])
    await send(poster, made, *many, gives="pdf")
    await send(poster, made, *many[:3])
    assert {(await box.next())[0] for _ in range(7)} == {*many}
    assert len(await listed(poster, made)) == MOST_MAILED + 2


async def test_mail_goes_only_where_the_settings_let_it(mailing: Config, box: Mailbox) -> None:
    near = replace(mailing, mail_domains=frozenset({"example.org"}))
    async with client_of(create_app(near), headers={"Host": "notes.example.org"}) as client:
        made = await make(client, markdown=TEXT)
        told = await send(client, made, "x@elsewhere.example", status=400)
        assert "x@elsewhere.example" in told["error"]["message"]
        await send(client, made, ANNA)
        assert (await box.next())[0] == ANNA


async def test_nobody_floods_the_world_from_here(poster: Client, box: Mailbox) -> None:
    made = await make(poster, markdown=TEXT)
    many = [f"p{number}@example.org" for number in range(20)]
    for _ in range(2):
        await send(poster, made, *many, gives="read")
    answer = await poster.post(f"{made.edit}/mail", json={"to": ANNA}, headers=made.cookie)
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0
    one = (await sendings(poster, made))[0]
    assert (await poster.post(f"{made.edit}/mail/{one['id']}", headers=made.cookie)).status == 429
    other = await visit(poster)
    mine = {**other, "Accept": "application/json"}
    assert (await poster.post(f"{made.edit}/mail", json={"to": ANNA}, headers=mine)).status == 201


async def test_a_mailing_is_counted_whole_or_not_at_all(
    poster: Client, mailing: Config, box: Mailbox
) -> None:
    box.close()
    made = await make(poster, markdown=TEXT)
    await send(poster, made, *(f"a{number}@example.org" for number in range(20)), gives="read")
    await send(poster, made, *(f"b{number}@example.org" for number in range(15)), gives="read")
    refused = [f"c{number}@example.org" for number in range(6)]
    for _ in range(3):
        await send(poster, made, *refused, gives="read", status=429)
    await send(poster, made, *refused[:5], gives="read")
    # The new addresses have a limit of their own: as many as a note may have links.
    current = made
    for _ in range(5):
        current = await renew_all(poster, current)
        answer = await poster.post(f"{current.edit}/mail/renewed", json={}, headers=made.cookie)
        assert (answer.status, len((await answer.json())["sendings"])) == (201, 40)
    current = await renew_all(poster, current)
    answer = await poster.post(f"{current.edit}/mail/renewed", json={}, headers=made.cookie)
    assert answer.status == 429
    with database(mailing) as rows:
        assert list(rows.execute("SELECT count(*) FROM sendings")) == [(240,)]
