"""Every address that changes something, asked from the page of another site with all its visitor's rights."""

from dataclasses import replace
from typing import Any

import pytest
from aiohttp import hdrs

from crdt.roles import Role
from server.app import create_app
from server.http.access import RULES
from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import Db, note_tables
from server.targets import FolderTarget
from tests.conftest import Client, client_of
from tests.server.addresses import address
from tests.server.pochettes import make_folder
from tests.server.search.indexed import until_whole
from tests.server.visits import make

# What a browser may send of a request that a foreign page has caused: {us} is our own origin.
FOREIGN: tuple[dict[str, str], ...] = (
    {"Origin": "https://evil.example"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "{us}.evil.example"},
    {"Origin": "{us}@evil.example"},
    {"Origin": "{us}/"},
    {"Origin": "{us}0"},
    {"Origin": "{other_scheme}"},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "http://localhost"},
    {"Origin": "http://[::1]"},
    {"Origin": "file://"},
    {"Origin": ""},
    {"Origin": "chrome-extension://abcdefgh"},
)
KINDS = (
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
)
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}
HOSTS = (
    "evil.example",
    "notes.example.org.evil.example",
    "notes.example.org:8443",
    "evil.example:443",
    "notes.example.org@evil.example",
    "notes.example.org evil.example",
    "10.0.0.7",
    "0",
    "127.0.0.1.evil.example",
    "",
)


def everything(db: Db) -> list[object]:
    """Every row but those of the search, which is made of notes meanwhile."""
    tables = [table.name for table in note_tables.tables(db) if not table.name.startswith("search_")]
    return [(name, *row) for name in tables for row in db.execute(f"SELECT * FROM {name}")]  # noqa: S608


async def manager(client: Client) -> tuple[dict[str, str], str, str]:
    """A cookie that may do everything, with the tokens of a note and of a pochette."""
    made = await make(client, markdown="# Eau\n")
    folder = await make_folder(client, title="Lundi", headers=made.cookie)
    await until_whole(client)
    return made.cookie, made.edit_token, folder.edit.rpartition("/")[2]


async def test_no_page_of_another_site_changes_anything(config: Config) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        cookie, of_note, of_folder = await manager(client)
        us = str(client.make_url("/").origin())
        names = {"us": us, "other_scheme": us.replace("http:", "https:")}
        before = await app[ENGINE].read(everything)
        asked, passed = 0, []
        changing = [
            (route.method, rule)
            for route, rule in app[RULES].items()
            if route.method not in (hdrs.METH_GET, hdrs.METH_HEAD) or rule.is_socket
        ]
        for at, (method, rule) in enumerate(changing):
            for number, headers in enumerate(FOREIGN):
                sent: dict[str, str] = {name: value.format(**names) for name, value in headers.items()}
                sent |= {**cookie, "Accept": "application/json"}
                sent |= UPGRADE if method == hdrs.METH_GET else {}
                sent |= {"Content-Type": KINDS[(at + number) % len(KINDS)]}
                path = address(rule, of_folder if rule.target is FolderTarget else of_note)
                body = None if method == hdrs.METH_GET else b"{}"
                answer = await client.request(method, path, headers=sent, data=body, allow_redirects=False)
                asked += 1
                told: Any = await answer.json() if answer.content_type == "application/json" else {}
                if (answer.status, told.get("error", {}).get("code")) != (403, "foreign_origin"):
                    passed.append((method, rule.path, headers, answer.status))
        assert passed == []
        assert asked >= 900
        assert await app[ENGINE].read(everything) == before


@pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.long)])
async def test_no_address_answers_to_a_foreign_name(config: Config, *, is_whole: bool) -> None:
    """Else a foreign name that is pointed at this server would be an origin of ours."""
    app = create_app(replace(config, url="https://notes.example.org"))
    async with client_of(app) as client:
        cookie, of_note, of_folder = await manager(client)
        before = await app[ENGINE].read(everything)
        asked, passed = 0, []
        for at, (route, rule) in enumerate(app[RULES].items()):
            if rule.any_host:
                continue
            path = address(rule, of_folder if rule.target is FolderTarget else of_note)
            every = is_whole or (isinstance(rule.need, Role) and at % 5 == 0)
            for host in HOSTS if every else HOSTS[at % 10 : at % 10 + 1]:
                headers = {**cookie, "Host": host}
                answer = await client.request(route.method, path, headers=headers, allow_redirects=False)
                asked += 1
                if answer.status != 421:
                    passed.append((route.method, rule.path, host, answer.status))
        assert passed == []
        assert asked >= (1000 if is_whole else 300)
        assert await app[ENGINE].read(everything) == before


@pytest.mark.parametrize("kind", KINDS)
async def test_our_own_page_may_do_the_same(client: Client, kind: str) -> None:
    """The control: it is the origin that was refused, and nothing else of these requests."""
    cookie, of_note, _ = await manager(client)
    us = str(client.make_url("/").origin())
    for headers in ({"Origin": us}, {"Origin": us.upper().replace("HTTP", "http")}, {}):
        sent = {**cookie, **headers, "Content-Type": kind, "Accept": "application/json"}
        answer = await client.post(f"/n/{of_note}/links", headers=sent, data=b"{}")
        assert (answer.status == 201) is (kind == "application/json"), await answer.text()
        assert "foreign_origin" not in await answer.text()
