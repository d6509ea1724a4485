"""A crowd at the door of a link: who was right before is not slowed by the wrong answers of others."""

import json
import time

import pytest
from aiohttp.web import Application
from yarl import URL

from server.app import create_app
from server.http.keys import PASSWORDS
from server.ids import DeviceId, LinkId
from server.jobs.asker import Asker
from server.networks import networks_of
from server.secrets.guesses import MANY, Guesser
from server.settings.config import Config
from server.storage import right_before
from server.storage.rights import links
from tests.conftest import Client, client_of
from tests.server.crowds import behind_a_proxy, browser
from tests.server.database import database
from tests.server.gate.audit_log import deeds
from tests.server.home.passwords import OTHER, PASSWORD, PEOPLE, set_password, submit_password
from tests.server.links.sharing import listed, share
from tests.server.visits import Made, cookie_of, make, visit

OFFICE, ELSEWHERE = "192.0.2.7", "203.0.113.4"


@pytest.fixture
def app(config: Config) -> Application:
    return create_app(behind_a_proxy(config))


async def locked(client: Client, made: Made) -> tuple[str, str]:
    """The path and the id of a link that asks for `PASSWORD`."""
    facts = await share(client, made, password=PASSWORD, role="read")
    return URL(facts["url"]).path, facts["id"]


def tried(app: Application, link: str, times: int) -> None:
    """So many wrong answers, each from a network of its own; their hashes take too long for a test."""
    guesses, now = app[PASSWORDS]._guesses, time.monotonic()  # noqa: SLF001 -- as if they were answered
    for at in range(times):
        address = f"198.18.{at // 250}.{at % 250}"
        asker = Asker(who=address, networks=networks_of(address))
        guesser = Guesser(link=LinkId(link), device=DeviceId(address), asker=asker)
        guesses.wrong(guesses.judge(guesser, now), now)


async def says(client: Client, path: str, password: str, address: str, cookie: dict[str, str]) -> int:
    answer = await submit_password(client, path, password, {"X-Forwarded-For": address, **cookie})
    return answer.status


async def test_browsers_and_networks_that_were_right_before_get_in_at_once(
    app: Application, config: Config
) -> None:
    async with client_of(app) as client:
        made = await make(client, title="Retraites")
        path, id_ = await locked(client, made)
        claire = (await browser(client, OFFICE)).cookie
        assert await says(client, path, PASSWORD, OFFICE, claire) == 303
        await set_password(client, made, id_, OTHER)
        tried(app, id_, 330)
        answer = await submit_password(client, path, OTHER, {"X-Forwarded-For": ELSEWHERE})
        assert answer.status == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 300
        assert "Votre place est gardée" in await answer.text()
        assert await says(client, path, OTHER, "203.0.113.99", claire) == 303, "this browser was right"
        assert await says(client, path, OTHER, OFFICE, await visit(client)) == 303, "somebody there was right"
    again = create_app(behind_a_proxy(config))
    async with client_of(again) as client:
        tried(again, id_, 330)
        assert await says(client, path, OTHER, ELSEWHERE, await visit(client)) == 429
        assert await says(client, path, OTHER, OFFICE, await visit(client)) == 303, "also after a restart"


async def test_who_manages_is_told_that_passwords_are_tried_and_once_an_hour(
    app: Application, config: Config
) -> None:
    async with client_of(app) as client:
        made = await make(client, title="Retraites")
        path, id_ = await locked(client, made)
        assert await says(client, path, "x", ELSEWHERE, {}) == 403
        assert [link["tried_at"] for link in await listed(client, made)] == [None] * 3
        tried(app, id_, MANY)
        for _ in range(3):
            assert await says(client, path, "x", ELSEWHERE, {}) == 403
        (told,) = [link["tried_at"] for link in await listed(client, made) if link["id"] == id_]
        assert told is not None
        answer = await client.get(f"{made.edit}/links", headers=await visit(client))
        assert {link["tried_at"] for link in (await answer.json())["links"]} == {None}, "who does not manage"
    found = [(what, details) for what, details in await deeds(config) if what == "passwords-tried"]
    assert len(found) == 1
    assert id_ in json.dumps(found)
    assert ELSEWHERE not in json.dumps(found)


@pytest.mark.parametrize("end", ["close", "renew", "device"])
async def test_what_is_kept_is_no_address_and_ends_with_the_link_and_the_device(
    app: Application, config: Config, end: str
) -> None:
    async with client_of(app) as client:
        made = await make(client, title="Retraites")
        path, id_ = await locked(client, made)
        answer = await submit_password(client, path, PASSWORD, {"X-Forwarded-For": OFFICE})
        claire = cookie_of(answer)
        with database(config) as opened:
            ((device, network, until),) = list(
                opened.execute("SELECT device, network, until FROM right_before WHERE link = ?", (id_,))
            )
        assert len(network) == 16
        assert OFFICE.encode() not in network
        assert until > time.time() * 1000
        match end:
            case "close":
                await client.delete(f"{made.edit}/links/{id_}", headers=made.cookie)
            case "renew":
                wish = {"links": [id_], "keep": []}
                await client.post(f"{made.edit}/manage/renew?link={id_}", json=wish, headers=made.cookie)
            case "device":
                await client.post(f"/devices/{device}/close", json={}, headers=claire)
        with database(config) as opened:
            assert list(opened.execute("SELECT * FROM right_before")) == []


async def test_it_has_an_end_of_time_and_of_number(app: Application, config: Config) -> None:
    async with client_of(app) as client:
        path, id_ = await locked(client, await make(client))
        await submit_password(client, path, PASSWORD, {**PEOPLE, "X-Forwarded-For": OFFICE})
    link = LinkId(id_)
    with database(config) as opened:
        (found,) = opened.execute("SELECT device, until FROM right_before")
        device, until = DeviceId(found[0]), found[1]
        for at in range(right_before.MOST + 5):
            right_before.remember(opened, link, device, at.to_bytes(16, "big"), until + at)
        ((many,),) = opened.execute("SELECT count(*) FROM right_before")
        assert many == right_before.MOST
        last = (right_before.MOST + 4).to_bytes(16, "big")
        over = until + right_before.MOST + 4 + right_before.LASTS_MS
        assert right_before.find(opened, link, None, last, over - 1).network
        assert not right_before.find(opened, link, None, last, over).network
        right_before.prune(opened, over)
        assert list(opened.execute("SELECT * FROM right_before")) == []
        assert links.find(opened, link) is not None
