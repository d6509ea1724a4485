"""Cookies rotate and end: the one before stays good until the new one came back, and nobody is locked out."""

import asyncio
import random
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from server.app import create_app
from server.clock import now_ms
from server.command import backup
from server.command.renewing_key import begin_with_another_key
from server.rights.cookie import Cookie, read_cookie
from server.settings.config import Config
from server.storage.engines.sqlite import configure
from server.visitors.device_watch import DEVICE_WATCH
from server.visitors.devices import SURE_MS
from tests.conftest import Client, client_of
from tests.server.database import database
from tests.server.live.editors import Editor, join_synced
from tests.server.storage.older import apply_until
from tests.server.visitors.pairs import joined, listed, page_of
from tests.server.visits import cookie_of, make, visit

SECOND, HOUR, DAY = 1000, 3600 * 1000, 24 * 3600 * 1000
YEAR = 365 * DAY


def passes(config: Config, ms: int) -> None:
    """So much time goes by, as the database sees it."""
    with database(config) as opened:
        opened.execute(
            "UPDATE devices SET created_at = created_at - ?, seen_at = seen_at - ?,"
            " cookie_given_at = cookie_given_at - ?",
            (ms, ms, ms),
        )


async def loads(client: Client, cookie: dict[str, str], path: str = "/devices") -> dict[str, str]:
    """The cookie that a browser has after a page."""
    answer = await client.get(path, headers=cookie)
    assert answer.status == 200
    return cookie_of(answer) if "Set-Cookie" in answer.headers else cookie


async def is_known(client: Client, cookie: dict[str, str]) -> bool:
    """Whether a browser may what only a device may."""
    return (await client.put("/api/visitor", json={"name": "Anne"}, headers=cookie)).status == 200


def generation(cookie: dict[str, str]) -> int:
    read = read_cookie(cookie["Cookie"].partition("=")[2])
    assert read is not None
    return read.generation


async def test_a_page_gives_another_cookie_once_a_day(client: Client, config: Config) -> None:
    first = await visit(client)
    assert await loads(client, first) == first
    passes(config, DAY)
    second = await loads(client, first)
    assert second != first
    assert await loads(client, second) == second
    assert await is_known(client, first)
    assert await is_known(client, second)
    passes(config, DAY)
    third = await loads(client, second)
    assert [generation(cookie) for cookie in (first, second, third)] == [0, 1, 2]
    assert await listed(client, third) == await listed(client, second)


async def test_the_cookie_before_is_refused_once_the_new_one_came_back(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown="# Eau\n")
    old = made.cookie
    passes(config, DAY)
    new = await loads(client, old)
    passes(config, SURE_MS)
    assert await is_known(client, old), "it has not come back yet"
    assert await loads(client, new) == new
    assert not await is_known(client, old)
    thief = Editor()
    await thief.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")), headers=old)
    assert (await thief.closed())[0] == 4405
    home = await client.get("/", headers=old)
    assert home.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Eau" not in await home.text()
    assert await is_known(client, new)


async def test_a_browser_that_lost_the_answer_goes_on_and_gets_the_same_cookie(
    client: Client, config: Config
) -> None:
    old = await visit(client)
    passes(config, DAY)
    lost = await loads(client, old)
    assert await loads(client, old) == old
    passes(config, DAY)
    assert await loads(client, old) == lost
    passes(config, SURE_MS)
    assert await loads(client, lost) == lost


async def test_tabs_that_load_at_once_get_the_same_cookie(client: Client, config: Config) -> None:
    old = await visit(client)
    passes(config, DAY)
    given = await asyncio.gather(*(loads(client, old) for _ in range(8)))
    new = {cookie["Cookie"] for cookie in given} - {old["Cookie"]}
    assert len(new) == 1
    assert len(await listed(client, old)) == 1


async def test_a_browser_that_forgets_the_new_cookie_at_once_is_still_known(
    client: Client, config: Config
) -> None:
    """It was shown for some seconds, and was not on the browser's disk when the power went."""
    old = await visit(client)
    passes(config, DAY)
    new = await loads(client, old)
    await loads(client, new)
    passes(config, SURE_MS - SECOND)
    await loads(client, new)
    assert await is_known(client, old)


@pytest.mark.parametrize("seed", range(4))
async def test_an_honest_browser_is_never_locked_out(client: Client, config: Config, seed: int) -> None:
    """Answers are lost, tabs load at once, the browser crashes half a minute after it got a cookie."""
    chance = random.Random(seed)
    jar = disk = await visit(client)
    (id_,) = await listed(client, jar)
    for _ in range(40):
        match chance.choices(
            ("load", "lost", "tabs", "crash", "hour", "day", "second"), (3, 1, 1, 2, 1, 3, 1)
        )[0]:
            case "load":
                jar = await loads(client, jar)
            case "lost":
                await loads(client, jar)
            case "tabs":
                given = await asyncio.gather(loads(client, jar), loads(client, jar, "/"))
                jar = chance.choice(given)
            case "crash":
                jar = disk
            case "second":
                passes(config, 10 * SECOND)
                continue  # nothing is on the disk yet
            case "hour" | "day" as which:
                passes(config, HOUR if which == "hour" else DAY)
                disk = jar
        assert await is_known(client, jar)
    assert await listed(client, jar) == [id_]
    # Which of two tabs at once gets the new one is for the server to say, so how many come is not known.
    assert generation(jar) >= 1


async def test_a_generation_that_nobody_gave_opens_nothing_and_ends_nothing(
    client: Client, config: Config
) -> None:
    cookie = await visit(client)
    name, _, secret = cookie["Cookie"].partition("=")
    for forged in (f"{secret}.1.{'A' * 22}", f"{secret}.7.{'x' * 22}", f"{secret}.01.{'A' * 22}"):
        headers = {"Cookie": f"{name}={forged}"}
        assert not await is_known(client, headers)
        assert "Clear-Site-Data" not in (await client.get("/", headers=headers)).headers
    assert await is_known(client, cookie)
    other = await visit(client)
    passes(config, DAY)
    theirs = Cookie(secret=secret, generation=1, proof=(await loads(client, other))["Cookie"][-22:])
    assert not await is_known(client, {"Cookie": f"{name}={theirs.value}"})


async def test_a_device_that_was_not_seen_for_too_long_is_known_no_more(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown="# Eau\n")
    passes(config, YEAR - HOUR)
    assert await is_known(client, made.cookie), "and is seen by that"
    passes(config, YEAR - HOUR)
    assert (await client.get(f"{made.edit}/manage", headers=made.cookie)).status == 200
    passes(config, 6 * YEAR)
    assert (await client.get(f"{made.edit}/manage", headers=made.cookie)).status == 403
    assert not await is_known(client, made.cookie)
    home = await client.get("/", headers=made.cookie)
    assert "Clear-Site-Data" not in home.headers, "nobody has closed it"
    assert cookie_of(home) != made.cookie


async def test_a_device_has_no_end_by_its_age_but_by_the_settings(config: Config) -> None:
    async with client_of(create_app(replace(config, device_idle_days=3))) as client:
        made = await make(client, markdown="# Eau\n")
        cookie = made.cookie
        assert "Max-Age=259200;" in (await client.get("/")).headers["Set-Cookie"]
        for _ in range(4):
            passes(config, 2 * DAY)
            cookie = await loads(client, cookie)
        assert await is_known(client, cookie)
    async with client_of(create_app(replace(config, device_max_days=9))) as client:
        assert await is_known(client, cookie)
        passes(config, DAY)
        assert not await is_known(client, cookie)


async def used_for(client: Client, config: Config, cookie: dict[str, str], days: int) -> dict[str, str]:
    for _ in range(days):
        passes(config, DAY)
        cookie = await loads(client, cookie)
    return cookie


@pytest.mark.sqlite("a backup is restored into an empty database alone")
async def test_after_a_restore_every_browser_is_known_and_older_copies_are_not(
    config: Config, tmp_path: Path
) -> None:
    """The database of a month ago, without the instance's key: it knows thirty cookies less."""
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown="# Eau\n")
        stolen = await used_for(client, config, made.cookie, 3)
        then = await used_for(client, config, stolen, 2)
        await backup.back_up(config, tmp_path / "b.zip")
        between = await used_for(client, config, then, 15)
        cookie = await used_for(client, config, between, 15)
    restored = replace(config, data=tmp_path / "restored")
    await backup.restore(restored, tmp_path / "b.zip")
    await begin_with_another_key(restored)
    passes(restored, 30 * DAY)
    async with client_of(create_app(restored)) as client:
        assert not await is_known(client, stolen)
        cookie = await loads(client, cookie)
        assert await is_known(client, cookie)
        assert generation(cookie) >= 35
        assert "Eau" in await (await client.get("/", headers=cookie)).text()
        assert not await is_known(client, then)
        assert not await is_known(client, between)


@pytest.mark.sqlite("its file is from before")
async def test_a_browser_from_before_cookies_rotated_goes_on(config: Config) -> None:
    config.data.mkdir(mode=0o700)
    cookie = Cookie(secret="s" * 43)
    connection = apsw.Connection(str(config.database_file))
    configure(connection)
    apply_until(connection, 16)
    at = now_ms() - 90 * DAY
    connection.execute("INSERT INTO visitors VALUES ('v', 'Anne', 1, ?)", (at,))
    connection.execute(
        "INSERT INTO devices (id, secret_hash, visitor, created_at, seen_at) VALUES ('d', ?, 'v', ?, ?)",
        (cookie.hash, at, at),
    )
    connection.close()
    async with client_of(create_app(config)) as client:
        brought = {"Cookie": f"pochette={cookie.value}"}
        assert await listed(client, brought) == ["d"]
        new = await loads(client, {"Cookie": brought["Cookie"]})
        assert generation(new) == 1 or new == brought
        assert await listed(client, new) == ["d"]


async def test_a_stolen_database_holds_no_cookie_of_any_generation(client: Client, config: Config) -> None:
    cookie = await used_for(client, config, await visit(client), 3)
    secret, _, rest = cookie["Cookie"].partition("=")[2].partition(".")
    stolen = b"".join(file.read_bytes() for file in config.data.glob(f"{config.database_file.name}*"))
    assert rest.startswith("3.")
    for piece in (secret, rest):
        assert piece.encode() not in stolen


async def test_who_is_connected_by_an_older_cookie_comes_back_with_the_new_one(
    client: Client, config: Config
) -> None:
    made = await make(client, markdown="# Eau\n")
    old = await join_synced(client, made.edit_token, headers=made.cookie)
    passes(config, DAY)
    cookie = await loads(client, made.cookie)
    passes(config, SURE_MS)
    new = await join_synced(client, made.edit_token, headers=cookie)
    assert (await old.closed())[0] == 4503
    await loads(client, cookie)
    await new.type("encore")
    await new.until(lambda: new.is_saved)


async def test_an_open_connection_ends_with_the_age_of_its_device_and_not_by_being_idle(
    config: Config,
) -> None:
    app = create_app(replace(config, device_idle_days=2, device_max_days=30))
    async with client_of(app) as client:
        made = await make(client, markdown="# Eau\n")
        editor = await join_synced(client, made.edit_token, headers=made.cookie)
        for _ in range(20):
            passes(config, DAY)
            await app[DEVICE_WATCH].look(now_ms())
        assert await is_known(client, made.cookie), "who is connected is seen"
        await editor.type("encore")
        await editor.until(lambda: editor.is_saved)
        passes(config, 10 * DAY)
        await app[DEVICE_WATCH].look(now_ms())
        assert (await editor.closed())[0] == 4503


async def test_who_alone_manages_is_warned_thirty_days_before_an_end(config: Config) -> None:
    """And not who manages nothing, nor who has another device that does."""
    async with client_of(create_app(replace(config, device_max_days=90))) as client:
        made, other = await make(client, markdown="# Eau\n"), await visit(client)
        for days, alone in ((59, False), (2, True)):
            passes(config, days * DAY)
            for path in ("/", "/devices"):
                page = await page_of(client, path, made.cookie)
                assert ("ce navigateur ne sera plus reconnu" in page) is alone
                assert ('<section class="ending"' in page) is alone
                assert "ne sera plus reconnu" not in await page_of(client, path, other)
        await joined(client, made.cookie)
        assert "ne sera plus reconnu" not in await page_of(client, "/", made.cookie)


async def test_the_warning_says_whether_a_visit_helps(config: Config) -> None:
    async with client_of(create_app(replace(config, device_idle_days=14))) as client:
        made = await make(client, markdown="# Eau\n")
        assert "Sans visite avant le" in await page_of(client, "/", made.cookie)
