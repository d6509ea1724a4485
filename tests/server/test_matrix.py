"""Every address, for every right, in every state of its link: what was not given is refused.

The table of routes says what each address needs; this asks each of them by every kind of link that there is.
What passes is asked only where asking changes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from aiohttp import hdrs
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from crdt import frames
from crdt.note import first_update
from crdt.roles import Role
from server.app import create_app
from server.config import Config
from server.keys import ENGINE, RULES, Rule
from server.storage import Db
from tests.conftest import Client
from tests.server.visits import cookie_of, make

# What an address may say without telling whether there is anything: see server/guard.py.
SHUT = {403, 404, 410}
# What stands for the variable parts of an address.
PARTS = {
    "form": "html",
    "id": "x",
    "proof": "x",
    "number": "1",
    "link": "x",
    "comment": "x",
    "thread": "x",
    "client": "1",
    "clock": "1",
    "item": "x",
    "key": "0" * 32,
    "edition": "1",
}
# These have no form but a page's, or hold the line.
HELD = {"/sync/{token}", "/sync/{token}/http"}
STATES = ("open", "expired", "closed", "locked", "mistaken", "forged", "unknown")
# Its password was not said yet, or a wrong one.
SHUT_BY_PASSWORD = {"locked", "mistaken"}
PASSWORD = "bolu-miretu-4821"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of some kind: its right, whether it is of a pochette, its token and what became of it.

    `cookie` is the header of whoever asks by it.
    """

    role: Role
    of_folder: bool
    state: str
    token: str
    cookie: dict[str, str] = field(default_factory=dict)


def address(rule: Rule, token: str) -> str:
    path = rule.path.replace("{token}", token)
    return re.sub(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}", lambda match: PARTS[match[1]], path)


async def links(client: Client, db: Any) -> list[Link]:
    """One of each right, of a note and of a pochette, in each state."""
    made = await make(client, markdown="# Eau\n")
    folder = await client.post("/api/folders", json={"title": "Lundi"}, headers=made.cookie)
    of_folder = URL((await folder.json())["links"]["edit"]).path
    found: list[Link] = []
    stranger = cookie_of(await client.get("/"))
    for base, is_folder in ((made.edit, False), (of_folder, True)):
        roles = (
            [Role.PRINT, Role.READ, Role.EDIT]
            if is_folder
            else [Role.PRINT, Role.READ, Role.COMMENT, Role.EDIT]
        )
        for role in roles:
            token = ""
            for state in STATES[:5]:
                at = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
                wish = {"role": role.value, "expires_at": at if state == "expired" else None}
                wish |= {"password": PASSWORD} if state in SHUT_BY_PASSWORD else {}
                answer = await client.post(f"{base}/links", json=wish, headers=made.cookie)
                assert answer.status == 201, await answer.text()
                link = await answer.json()
                token = URL(link["url"]).path.rpartition("/")[2]
                if state == "closed":
                    gone = await client.delete(f"{base}/links/{link['id']}", headers=made.cookie)
                    assert gone.status == 200
                if state == "expired":
                    await db(partial(expire, link=link["id"]))
                cookie = {}
                if state == "mistaken":
                    door = URL(link["url"]).path + "/password"
                    wrong = await client.post(door, json={"password": PASSWORD[::-1]}, headers=stranger)
                    assert wrong.status == 403
                    cookie = stranger
                found.append(Link(role, is_folder, state, token, cookie))
            flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
            found += [Link(role, is_folder, "forged", flipped), Link(role, is_folder, "unknown", "A" * 32)]
    return found


def expire(db: Db, *, link: str) -> None:
    db.execute("UPDATE links SET expires_at = 1 WHERE id = ?", (link,))


def is_open(link: Link, rule: Rule) -> bool:
    return link.state == "open" or (link.state in SHUT_BY_PASSWORD and rule.is_door)


def cells(rules: list[tuple[str, Rule]], found: list[Link]) -> Iterator[tuple[str, Rule, Link]]:
    for method, rule in rules:
        for link in found:
            yield method, rule, link


async def test_nothing_passes_that_was_not_given(config: Config) -> None:
    app = create_app(config)
    async with TestClient(TestServer(app)) as client:
        found = await links(client, app[ENGINE].write)
        rules = [
            (route.method, rule)
            for route, rule in app[RULES].items()
            if isinstance(rule.need, Role) and rule.path not in HELD
        ]
        asked, passed, wrong = 0, 0, []
        for method, rule, link in cells(rules, found):
            need = rule.need
            assert isinstance(need, Role)
            may = is_open(link, rule) and link.of_folder is rule.of_folder and link.role.allows(need)
            if may and method not in (hdrs.METH_GET, hdrs.METH_HEAD):
                passed += 1
                continue
            answer = await client.request(
                method, address(rule, link.token), headers=link.cookie, allow_redirects=False
            )
            asked += 1
            refused = answer.status in SHUT
            if may and answer.status in SHUT:
                # There is no such picture, edition or version: said only to whoever may know.
                told = await answer.text() if method != hdrs.METH_HEAD else ""
                refused = "no_link" in told or '"role"' in told
            passed += may
            if refused is may:
                wrong.append((method, rule.path, link.role.value, link.of_folder, link.state, answer.status))
    assert wrong == []
    assert asked + passed >= 3000, f"{asked} asked, {passed} only looked at"
    assert passed > 100


@pytest.mark.parametrize("role", [Role.PRINT, Role.READ, Role.COMMENT, Role.EDIT])
async def test_no_frame_writes_that_was_not_allowed_to(client: Client, role: Role) -> None:
    made = await make(client, markdown="# Eau\n")
    answer = await client.post(f"{made.edit}/links", json={"role": role.value}, headers=made.cookie)
    token = URL((await answer.json())["url"]).path.rpartition("/")[2]
    cookie = cookie_of(await client.get("/"))
    update = first_update("Faux.")
    sent = (frames.update(update), frames.step_2(update), frames.awareness(b"\x00"), b"\x00\x02\x02\x00\x00")
    async with client.ws_connect(f"/sync/{token}", headers=cookie, protocols=(frames.SUBPROTOCOL,)) as socket:
        for frame in sent:
            await socket.send_bytes(frame)
        await socket.send_bytes(frames.step_1(b"\x00"))
        heard = 0
        while heard < 20 and not socket.closed:
            message = await socket.receive()
            heard += 1
            if message.type.name != "BINARY" or frames_of(message.data) == (0, 1):
                break
    text = await (await client.get(f"{made.edit}/note.md")).text()
    assert ("Faux." in text) is (role is Role.EDIT)


@pytest.mark.parametrize("role", [Role.READ, Role.COMMENT, Role.EDIT])
@pytest.mark.parametrize("is_mistaken", [False, True])
async def test_no_frame_passes_a_door(client: Client, role: Role, *, is_mistaken: bool) -> None:
    made = await make(client, markdown="# Eau\n")
    wish = {"role": role.value, "password": PASSWORD}
    answer = await client.post(f"{made.edit}/links", json=wish, headers=made.cookie)
    path = URL((await answer.json())["url"]).path
    cookie = cookie_of(await client.get("/"))
    if is_mistaken:
        await client.post(f"{path}/password", json={"password": PASSWORD[1:]}, headers=cookie)
    token = path.rpartition("/")[2]
    async with client.ws_connect(f"/sync/{token}", headers=cookie, protocols=(frames.SUBPROTOCOL,)) as socket:
        await socket.send_bytes(frames.update(first_update("Faux.")))
        message = await socket.receive()
        assert (message.type.name, message.data) == ("CLOSE", 4423)
    body = bytes([len(frames.step_1(b"\x00"))]) + frames.step_1(b"\x00")
    by_http = await client.post(f"/sync/{token}/http", data=body, headers=cookie)
    assert (by_http.status, (await by_http.json())["error"]["code"]) == (403, "password")
    assert "Faux." not in await (await client.get(f"{made.edit}/note.md")).text()


def frames_of(message: bytes) -> tuple[int, int]:
    """The first two numbers of a message."""
    return message[0], message[1] if len(message) > 1 else -1
