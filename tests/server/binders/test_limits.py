"""Limits of classeurs: how many a visitor makes an hour and in all, and how many notes one holds."""

from dataclasses import replace
from functools import partial

from server.app import create_app
from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import Db
from server.storage.quota import MOST_BINDERS, MOST_BINDERS_AN_HOUR, MOST_IN_BINDER
from tests.conftest import Client, client_of
from tests.server.binders.binders import began
from tests.server.visits import make, visit


async def test_one_more_in_an_hour_waits_and_one_more_in_all_is_refused(config: Config) -> None:
    async with client_of(create_app(replace(config, notes_an_hour=0))) as client:
        await _begin_too_many(client)


async def _begin_too_many(client: Client) -> None:
    cookie = await visit(client)
    answers = [await _begin(client, cookie) for _ in range(MOST_BINDERS_AN_HOUR)]
    assert answers == [201] * len(answers)
    refused = await client.post("/api/binders", json={"name": "Encore"}, headers=cookie)
    assert (refused.status, (await refused.json())["error"]["code"]) == (429, "binders_often")
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
    assert await _begin(client, await visit(client)) == 201
    for _ in range(MOST_BINDERS // MOST_BINDERS_AN_HOUR - 1):
        await client.app[ENGINE].write(_an_hour_later)
        answers = [await _begin(client, cookie) for _ in range(MOST_BINDERS_AN_HOUR)]
    assert answers == [201] * len(answers)
    await client.app[ENGINE].write(_an_hour_later)
    assert await _begin(client, cookie) == 507


async def test_a_classeur_that_is_full_takes_no_note_more(client: Client) -> None:
    team = await began(client)
    made = await make(client, headers=team.cookie)
    await client.app[ENGINE].write(partial(_fill, binder=team.binder, many=MOST_IN_BINDER))
    moved = await client.post(f"{team.base}/put", json={"notes": [made.id]}, headers=team.cookie)
    begun = await client.post(f"{team.base}/notes", json={}, headers=team.cookie)
    for answer in (moved, begun):
        assert (answer.status, (await answer.json())["error"]["code"]) == (409, "binder_full")


async def _begin(client: Client, cookie: dict[str, str]) -> int:
    return (await client.post("/api/binders", json={"name": "Un de plus"}, headers=cookie)).status


def _an_hour_later(db: Db) -> None:
    db.execute("UPDATE binders SET created_at = created_at - 3600000")


def _fill(db: Db, *, binder: str, many: int) -> None:
    db.execute(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
        " INSERT INTO notes (id, title, created_at, changed_at, binder)"
        " SELECT 'filler-' || n, '', 1, 1, ? FROM numbers",
        (many, binder),
    )
