"""Every address, for every right, in every state of its link: what was not given is refused.

The table of routes says what each address needs; this asks each of them by every kind of link that there is.
What passes is asked only where asking changes nothing.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from aiohttp import hdrs
from yarl import URL

from crdt import frames
from crdt.note import first_update
from crdt.roles import Role
from server.app import create_app
from server.http.access import RULES, Rule
from server.http.keys import ENGINE
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.addresses import address
from tests.server.states import PASSWORD, STATES, Link, in_all_states
from tests.server.visits import cookie_of, make

# What an address may say without telling whether there is anything: see server/gate/guard.py.
SHUT = {403, 404, 410}
# These have no form but a page's, or hold the line: see test_matrix_of_frames.
HELD = {"/sync/{token}", "/sync/{token}/http"}
# The short form asks one of so many cells, another one at each address; all of what is open.
ONE_OF, LESS = 4, 20


def cells(rules: list[tuple[str, Rule]], found: list[Link], one_of: int) -> Iterator[tuple[str, Rule, Link]]:
    for at, (method, rule) in enumerate(rules):
        for number, link in enumerate(found):
            if link.may(rule) or (at + number) % one_of == 0:
                yield method, rule, link


@pytest.mark.first(1)
@pytest.mark.parametrize("one_of", [LESS, ONE_OF, pytest.param(1, marks=pytest.mark.long)])
async def test_nothing_passes_that_was_not_given(config: Config, one_of: int) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        found = await in_all_states(client, app[ENGINE].write)
        rules = [
            (route.method, rule)
            for route, rule in app[RULES].items()
            if isinstance(rule.need, Role) and rule.path not in HELD
        ]
        asked, passed, wrong = Counter[str](), 0, []
        for method, rule, link in cells(rules, found, one_of):
            may = link.may(rule)
            asked[link.state] += 1
            passed += may
            if may and method not in (hdrs.METH_GET, hdrs.METH_HEAD):
                continue
            answer = await client.request(
                method,
                address(rule, link.token),
                headers=link.cookie | {"Accept": "application/json"},
                allow_redirects=False,
            )
            refused = answer.status in SHUT
            if may and refused:
                # There is no such picture, edition or version: said only to whoever may know.
                told = await answer.text() if method != hdrs.METH_HEAD else ""
                names_more = "{" in rule.path.partition("{token}")[2]
                refused = ('"no_link"' in told and not names_more) or '"role"' in told
            elif link.state == "spent" and rule.is_door:  # it asks for no password, and gives nothing
                refused = refused or await answer.json() == {"let_in": True}
            elif link.state == "spent" and answer.status == 303:  # led to its door, which says so
                refused = answer.headers["Location"] == address(rule, link.token)[:35]
            if refused is may:
                wrong.append((method, rule.path, link.role.value, link.of_folder, link.state, answer.status))
    assert wrong == []
    assert asked.keys() == set(STATES)
    assert asked.total() >= {1: 7000, ONE_OF: 1800, LESS: 400}[one_of], asked
    assert passed > 100


async def test_comments_leave_by_no_link_that_does_not_show_them(config: Config) -> None:
    """Who may read may have the note, and by the same addresses who may comment has more of it."""
    app = create_app(config)
    async with client_of(app) as client:
        found = [link for link in await in_all_states(client, app[ENGINE].write) if not link.of_folder]
        for link in found:
            for form in ("md", "html"):
                path = f"/n/{link.token}/note.{form}"
                may = link.state in {"open", "changed"} and link.role.allows(Role.COMMENT)
                answer = await client.get(f"{path}?comments=1", headers=link.cookie)
                assert (answer.status == 200) is may, (link.role, link.state, form)
                assert may or answer.status in SHUT


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
