"""A request whose body drips in while its right is taken back: nothing of it is done."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import TypeVar

import pytest

from server.app import create_app
from server.http.keys import ENGINE, JOBS
from server.settings.config import Config
from server.storage import Db
from tests.conftest import Client, client_of
from tests.images import png
from tests.server.http.half_sent import half_sent, status_of, unchanged
from tests.server.visitors.pairs import joined, listed
from tests.server.visits import Made, make, visit

T = TypeVar("T")
UPLOAD = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n'
    b"Content-Type: text/markdown\r\n\r\n# Venu trop tard\r\n--x--\r\n"
)
# What writes by a link that edits: method, end of the path, type of the body, body.
WAYS: list[tuple[str, str, str, bytes]] = [
    ("POST", "/links", "application/json", b'{"role": "edit"}'),
    ("PUT", "/card", "application/json", b'{"deck": "Venu trop tard"}'),
    ("POST", "/comments", "application/json", b'{"text": "Venu trop tard"}'),
    ("POST", "/versions", "application/json", b'{"name": "Venu trop tard"}'),
    ("POST", "/editions", "application/json", b'{"recipient": "Venu trop tard"}'),
    ("POST", "/images", "image/png", png()),
    ("POST", "/import", "multipart/form-data; boundary=x", UPLOAD),
]

# A stranger deletes a comment: without a body, so that nothing of the request is waited for.
DELETION = ("DELETE", "/comments/{comment}", "application/json", b"")
PATHS = [path for _, path, _, _ in [*WAYS, DELETION]]


async def shared(client: Client, made: Made) -> tuple[str, str]:
    """Another link that edits: its path and its id."""
    answer = await client.post(f"{made.edit}/links", json={"role": "edit"}, headers=made.cookie)
    told = await answer.json()
    return "/n/" + told["url"].rpartition("/")[2], told["id"]


@pytest.mark.parametrize(("method", "path", "kind", "body"), WAYS, ids=[path for _, path, _, _ in WAYS])
async def test_what_ends_by_a_link_that_was_closed_meanwhile_is_not_done(
    client: Client, config: Config, method: str, path: str, kind: str, body: bytes
) -> None:
    made = await make(client, markdown="# Eau\n")
    base, link = await shared(client, made)
    stranger = await visit(client)
    reader, writer = await half_sent(client, method, base + path, kind, body, stranger)
    answer = await client.delete(f"{made.edit}/links/{link}", headers=made.cookie)
    assert answer.status == 200
    with unchanged(config):
        writer.write(body[-1:])
        assert await status_of(reader) == 404
        assert await (await client.get(f"{made.edit}/note.md")).text() == "# Eau\n"
    writer.close()


@pytest.mark.parametrize(
    ("method", "path", "kind", "body"),
    [*WAYS, DELETION],
    ids=lambda of: of if isinstance(of, str) and of.startswith("/") else "",
)
async def test_a_right_that_ends_while_it_is_looked_up_gives_nothing(
    client: Client,
    config: Config,
    method: str,
    path: str,
    kind: str,
    body: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The database answers late: the rest of the body and the end of the link come before it."""
    made = await make(client, markdown="# Eau\n")
    base, link = await shared(client, made)
    stranger = await visit(client)
    if "{comment}" in path:
        said = await client.post(f"{base}/comments", json={"text": "À moi"}, headers=stranger)
        path = path.format(comment=(await said.json())["id"])
    assert client.app is not None
    engine, is_read, may_answer = client.app[ENGINE], asyncio.Event(), asyncio.Event()
    read = engine.read

    async def read_slowly(asked: Callable[[Db], T]) -> T:
        monkeypatch.setattr(engine, "read", read)
        found = await read(asked)
        is_read.set()
        await may_answer.wait()
        return found

    monkeypatch.setattr(engine, "read", read_slowly)
    reader, writer = await half_sent(client, method, base + path, kind, body, stranger)
    await is_read.wait()
    assert (await client.delete(f"{made.edit}/links/{link}", headers=made.cookie)).status == 200
    with unchanged(config):
        writer.write(body[-1:])
        # Behind it on the loop, as this server hears of both: once this one is answered, that one has come.
        assert (await client.get("/health")).status == 200
        may_answer.set()
        assert await status_of(reader) == 404
    writer.close()


@pytest.mark.parametrize(("path", "body"), [("/import?name=a.md", b"# Venu trop tard"), ("/images", png())])
async def test_what_was_worked_on_while_its_link_was_closed_is_not_written(
    config: Config, path: str, body: bytes
) -> None:
    app = create_app(config)
    async with client_of(app) as client:
        made = await make(client, markdown="# Eau\n")
        base, link = await shared(client, made)
        gate = threading.Event()
        pool = app[JOBS]._lane._threads  # noqa: SLF001 -- no other way to keep a conversion from beginning
        held = [pool.submit(gate.wait) for _ in range(2)]
        sent = asyncio.create_task(client.post(base + path, data=body, headers=await visit(client)))
        while app[JOBS].waiting == 0:  # noqa: ASYNC110 -- the server tells nobody
            await asyncio.sleep(0.01)
        assert (await client.delete(f"{made.edit}/links/{link}", headers=made.cookie)).status == 200
        with unchanged(config):
            gate.set()
            assert (await sent).status == 404
            assert all(one.result() for one in held)
            assert await (await client.get(f"{made.edit}/note.md")).text() == "# Eau\n"


async def test_what_ends_in_time_is_done(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    base, _ = await shared(client, made)
    for method, path, kind, body in WAYS:
        reader, writer = await half_sent(client, method, base + path, kind, body, await visit(client))
        writer.write(body[-1:])
        assert await status_of(reader) < 400, path
        writer.close()


async def test_a_device_that_was_closed_meanwhile_names_nobody(client: Client, config: Config) -> None:
    made = await make(client)
    mine = set(await listed(client, made.cookie))
    phone = await joined(client, made.cookie)
    (theirs,) = set(await listed(client, made.cookie)) - mine
    body = json.dumps({"name": "Trop tard"}).encode()
    reader, writer = await half_sent(client, "PUT", "/api/visitor", "application/json", body, phone)
    answer = await client.post(f"/devices/{theirs}/close", headers=made.cookie, allow_redirects=False)
    assert answer.status == 303
    with unchanged(config):
        writer.write(body[-1:])
        assert await status_of(reader) == 403
    writer.close()
