"""How many mails leave: a press is counted whole or not at all, and a day has a bound of its own."""

import asyncio
from dataclasses import replace

from server.app import create_app
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.database import database
from tests.server.mail.mails import ANNA, TEXT, send, sendings
from tests.server.sending.mailbox import Mailbox
from tests.server.visits import Made, make

HEADERS = {"Host": "notes.example.org", "Accept-Language": "fr"}
TOO_WIDE = "|" + "a|" * 50 + "\n|" + "-|" * 50 + "\n"


def people(many: int, letter: str = "p") -> list[str]:
    return [f"{letter}{number}@example.org" for number in range(many)]


def counted(config: Config) -> int:
    with database(config) as rows:
        return sum(many for (many,) in rows.execute("SELECT many FROM mail_days"))


async def test_what_is_refused_costs_nothing(poster: Client, mailing: Config, box: Mailbox) -> None:
    """Forty leave at once: what cannot be printed, has left already or is too much counts nowhere."""
    broken = await make(poster, markdown=TOO_WIDE)
    made = await make(poster, markdown=TEXT, headers=broken.cookie)
    for _ in range(5):
        told = await send(poster, broken, *people(20), gives="pdf", status=422)
        assert told["error"]["code"] == "export"
    for _ in range(5):
        await send(poster, made, *people(20), gives="read", once="a" * 20)
    for _ in range(5):
        pressed = (send(poster, made, *people(15, "q"), gives="read", once="b" * 20) for _ in range(3))
        await asyncio.gather(*pressed)
    one = (await sendings(poster, made))[0]
    while one["state"] != "sent":
        one = (await sendings(poster, made))[0]
    for _ in range(5):
        gone = await poster.post(f"{made.edit}/mail/{one['id']}", headers=made.cookie)
        assert gone.status == 409
        await send(poster, made, *people(6, "r"), gives="read", status=429)
    assert counted(mailing) == 35
    await send(poster, made, *people(5, "r"), gives="read")
    assert counted(mailing) == 40


async def purge(client: Client, made: Made) -> None:
    """With all that is known of its mails."""
    assert (await client.post(f"{made.edit}/trash", json={}, headers=made.cookie)).status == 200
    wish = {"note": made.id, "do": "purge"}
    assert (await client.post("/trash", json=wish, headers=made.cookie)).status == 200


async def test_a_day_has_a_bound_that_neither_a_restart_nor_a_purge_gives_back(
    mailing: Config, box: Mailbox
) -> None:
    few = replace(mailing, mails_a_day=5)
    async with client_of(create_app(few), headers=HEADERS) as client:
        made = await make(client, markdown=TEXT)
        told = await send(client, made, *people(6), gives="read", status=400)
        assert told["error"]["code"] == "mail_at_once"
        await send(client, made, *people(3), gives="read")
        answer = await client.post(
            f"{made.edit}/mail", json={"to": people(3, "q"), "gives": "read"}, headers=made.cookie
        )
        error = (await answer.json())["error"]
        assert (answer.status, error["code"]) == (429, "mail_day")
        assert "il en reste 2 aujourd’hui" in error["message"]
        assert 0 < int(answer.headers["Retry-After"]) <= 25 * 3600
        await purge(client, made)
    async with client_of(create_app(few), headers=HEADERS) as client:
        other = await make(client, markdown=TEXT)
        await send(client, other, *people(3, "q"), gives="read", status=429)
        await send(client, other, ANNA, "bo@example.org", gives="read")
        await send(client, other, ANNA, gives="read", status=429)
        assert counted(few) == 5
        with database(few) as rows:
            rows.execute("UPDATE mail_days SET day = '2017-03-14'")
        await send(client, other, ANNA, gives="read")
        assert counted(few) == 1


async def test_presses_at_the_same_time_share_the_day(mailing: Config, box: Mailbox) -> None:
    async with client_of(create_app(replace(mailing, mails_a_day=20)), headers=HEADERS) as client:
        made = await make(client, markdown=TEXT)
        asked = [{"to": people(6, letter), "gives": "read"} for letter in "abcdef"]
        answers = await asyncio.gather(
            *(client.post(f"{made.edit}/mail", json=wish, headers=made.cookie) for wish in asked)
        )
        assert sorted(answer.status for answer in answers) == [201, 201, 201, 429, 429, 429]
        assert counted(mailing) == 18
