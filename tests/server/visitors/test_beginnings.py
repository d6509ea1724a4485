"""What strangers begin in an hour: bounded by network and by browser, and written down."""

import asyncio
import json
from dataclasses import replace
from functools import partial

import pytest

from server.app import create_app
from server.clock import now_ms
from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import Db
from server.visitors.cookies import DAY_MS
from tests.conftest import Client, client_of
from tests.server.binders.binders import began
from tests.server.binders.many import brought
from tests.server.crowds import behind_a_proxy
from tests.server.gate.audit_log import deeds
from tests.server.visits import make, visit

OFFICE, ELSEWHERE = {"X-Forwarded-For": "192.0.2.7"}, {"X-Forwarded-For": "203.0.113.4"}


async def begin(client: Client, headers: dict[str, str], what: str = "notes") -> int:
    wish = {"notes": {"title": "Eau"}, "binders": {"name": "Classeur"}, "folders": {"title": "Jour"}}[what]
    async with client.post(f"/api/{what}", json=wish, headers=headers) as answer:
        return answer.status


async def arrived_yesterday(client: Client) -> dict[str, str]:
    cookie = await visit(client)
    await client.app[ENGINE].write(partial(_a_day_earlier, at=now_ms() - DAY_MS))
    return cookie


def _a_day_earlier(db: Db, *, at: int) -> None:
    db.execute("UPDATE devices SET created_at = ?", (at,))


async def test_a_class_of_thirty_behind_one_address_begins_ten_notes_each_and_a_flood_no_more(
    config: Config,
) -> None:
    usual = replace(config, notes_an_hour=300)
    async with client_of(create_app(behind_a_proxy(usual))) as client:

        async def pupil() -> list[int]:
            cookie = await visit(client)
            return [await begin(client, {**OFFICE, **cookie}) for _ in range(10)]

        told = await asyncio.gather(*(pupil() for _ in range(30)))
        assert told == [[201] * 10] * 30
        assert await begin(client, OFFICE) == 429
        assert await begin(client, ELSEWHERE) == 201


@pytest.mark.parametrize(("language", "said"), [("fr", "dans 12 minutes"), ("en", "in 12 minutes")])
async def test_who_is_refused_reads_why_and_until_when(config: Config, language: str, said: str) -> None:
    config = behind_a_proxy(replace(config, notes_an_hour=5))
    async with client_of(create_app(config)) as client:
        assert [await begin(client, OFFICE) for _ in range(5)] == [201] * 5
        page = await client.post(
            "/notes", data={}, headers={**OFFICE, "Accept": "text/html", "Accept-Language": language}
        )
        assert (page.status, said in await page.text()) == (429, True)
        assert 700 < int(page.headers["Retry-After"]) <= 720
        answer = await client.post("/api/notes", json={}, headers=OFFICE)
        assert (await answer.json())["error"]["code"] == "begun_too_often"
        assert (await client.get("/", headers=OFFICE)).status == 200


async def test_one_browser_takes_a_third_of_its_network_and_not_of_another(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(replace(config, notes_an_hour=9)))) as client:
        cookie, beside = await visit(client), await visit(client)
        told = [await begin(client, {**OFFICE, **cookie}) for _ in range(4)]
        assert told == [201] * 3 + [429]
        assert await begin(client, {**ELSEWHERE, **cookie}) == 429
        assert await begin(client, {**OFFICE, **beside}) == 201


async def test_who_came_a_day_ago_does_not_wait_for_newcomers_of_the_same_network(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(replace(config, notes_an_hour=6)))) as client:
        known = await arrived_yesterday(client)
        assert [await begin(client, OFFICE) for _ in range(7)] == [201] * 6 + [429]
        assert [await begin(client, {**OFFICE, **known}) for _ in range(3)] == [201, 201, 429]


async def test_pochettes_and_classeurs_of_fresh_cookies_count_too(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(replace(config, notes_an_hour=3)))) as client:
        told = [await begin(client, OFFICE, what) for what in ("notes", "folders", "binders")]
        assert told == [201] * 3
        assert [await begin(client, OFFICE, what) for what in ("notes", "folders", "binders")] == [429] * 3
        team = await began(client)
        for path in ("notes", "folders"):
            answer = await client.post(
                f"{team.base}/{path}", json={"title": "x"}, headers={**OFFICE, **team.cookie}
            )
            assert answer.status == 429


async def test_a_note_begun_from_another_counts(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(replace(config, notes_an_hour=2)))) as client:
        made = await make(client, title="Eau", headers=ELSEWHERE)
        for expected in (303, 303, 429):
            answer = await client.post(f"{made.read}/notes", headers=OFFICE, allow_redirects=False)
            assert answer.status == expected


async def test_networks_in_one_ipv6_48_have_twice_as_many_together(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(replace(config, notes_an_hour=2)))) as client:
        told = [
            await begin(client, {"X-Forwarded-For": f"2001:db8:1:{subnet:x}00::1"})
            for subnet in range(1, 4)
            for _ in range(2)
        ]
    assert told == [201] * 4 + [429] * 2


@pytest.mark.whole
async def test_files_of_an_import_leave_newcomers_their_notes(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(replace(config, notes_an_hour=4)))) as client:
        team = await began(client)
        files = [(f"{at}.md", f"# Note {at}\n".encode()) for at in range(12)]
        told = await brought(client, f"{team.base}/import", {**team.cookie, **OFFICE}, *files)
        assert told["made"] == 12
        assert await begin(client, OFFICE) == 201


async def test_an_import_is_taken_whole_and_the_next_one_waits(config: Config) -> None:
    async with client_of(create_app(behind_a_proxy(replace(config, notes_an_hour=1)))) as client:
        headers = {**await visit(client), **OFFICE}
        files = [(f"{at}.md", b"# Note\n") for at in range(5)]
        told = await brought(client, "/notes/import", headers, *files)
        assert told["made"] == 5
        with pytest.raises(AssertionError, match="begun_too_often"):
            await brought(client, "/notes/import", headers, *files)


async def test_zero_is_no_limit(config: Config) -> None:
    async with client_of(create_app(replace(config, notes_an_hour=0))) as client:
        assert [await begin(client, OFFICE) for _ in range(3)] == [201] * 3


async def test_what_begins_is_written_down_with_its_browser(client: Client, config: Config) -> None:
    cookie = await visit(client)
    made = await make(client, headers=cookie)
    team = await began(client, cookie=cookie)
    inside = await team.note("# Dedans")
    await client.post("/api/folders", json={"title": "Jour"}, headers=cookie)
    await client.post(f"{team.base}/folders", json={"title": "Jour"}, headers=cookie)
    await client.post(f"{made.read}/notes", headers=cookie, allow_redirects=False)
    await brought(client, "/notes/import", cookie, ("a.md", b"# A"), ("b.md", b"# B"))
    found = await deeds(config)
    assert [what for what, _ in found] == [
        "note-made",
        "binder-made",
        "note-made",
        "folder-made",
        "folder-made",
        "exported",
        "import-begun",
    ]
    assert [line["subject"] for _, line in found[:3]] == [
        f"note {made.id}",
        f"classeur {team.binder}",
        f"note {inside}",
    ]
    assert len({line["device"] for _, line in found}) == 1
    assert set(json.loads(found[5][1]["details"])) >= {"note"}
    assert json.loads(found[6][1]["details"])["files"] == 2
