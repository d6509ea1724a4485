"""Programs that are told of a status or an edition: a real receiver on loopback, which checks who speaks."""

import asyncio
import hmac
import json
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, assert_never

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from server.app import create_app
from server.command.hook_log import show_webhooks
from server.errors import StartError
from server.http.keys import ENGINE
from server.http.templates import PAGES
from server.ids import NoteId
from server.sending.hooks import SIGNATURE, TIMESTAMP, Caller, quoted
from server.sending.sender import SENDER
from server.settings.config import Config
from server.settings.webhooks import Event, Hook, HookKind, read_hooks
from tests.conftest import Client, client_of
from tests.server.database import database
from tests.server.live.editors import Editor
from tests.server.pochettes import add, make_folder
from tests.server.visits import Made, make

SECRET = b"sesame"
# What a program is told, as its page says it.
DESCRIBED = Path(__file__).parents[3] / "docs" / "how-to" / "tell-other-programs.md"
CLASSIFIED = "---\nclassification: Diffusion restreinte\n---\n# Secret\n"


class Receiver:
    """What has come, in order: where, with which headers, and the body. `answers` come first, then 200."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self._come: asyncio.Queue[tuple[str, Mapping[str, str], bytes]] = asyncio.Queue()

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        status = self.answers.pop(0) if self.answers else 200
        self._come.put_nowait((request.path, request.headers, body))
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else {})

    async def next(self) -> tuple[str, Mapping[str, str], Any]:
        path, headers, body = await asyncio.wait_for(self._come.get(), 20)
        if path == "/json":
            at, said = headers[TIMESTAMP], headers[SIGNATURE]
            right = hmac.new(SECRET, f"{at}.".encode() + body, "sha256").hexdigest()
            assert hmac.compare_digest(said, f"sha256={right}")
            assert abs(time.time() - int(at)) < 60
        else:
            assert SIGNATURE not in headers
        return path, headers, json.loads(body)

    @property
    def is_empty(self) -> bool:
        return self._come.empty()


@asynccontextmanager
async def receiving(port: int | None = None) -> AsyncIterator[tuple[Receiver, TestServer]]:
    receiver, app = Receiver(), web.Application()
    app.router.add_post("/{name}", receiver.take)
    server = TestServer(app, port=port)
    async with server:
        yield receiver, server


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, TestServer]]:
    async with receiving() as both:
        yield both


def hook(server: TestServer, folder: Path, kind: str, **more: object) -> Hook:
    """As a table of the settings says it."""
    (folder / "secret").write_bytes(SECRET + b"\n")
    (folder / "secret").chmod(0o600)
    secret = {"secret_file": str(folder / "secret")} if kind == "json" else {}
    url = str(server.make_url(f"/{kind}"))
    table = {"name": kind, "kind": kind, "url": url, "private": True, **secret, **more}
    return read_hooks([table])[0]


@asynccontextmanager
async def telling(config: Config, *hooks: Hook) -> AsyncIterator[Client]:
    async with client_of(create_app(replace(config, webhook=hooks))) as client:
        yield client


async def put(client: Client, made: Made, **values: str) -> None:
    answer = await client.put(f"{made.edit}/card", json=values, headers=made.cookie)
    assert answer.status == 200, await answer.text()
    client.app[SENDER].wake()


async def test_a_change_of_status_is_told_to_each_in_its_own_way(
    config: Config, receiver: tuple[Receiver, TestServer], tmp_path: Path
) -> None:
    box, server = receiver
    hooks = (
        hook(server, tmp_path, "mattermost", title=True),
        hook(server, tmp_path, "slack", lang="en"),
        hook(server, tmp_path, "json", events=["status"], title=True),
    )
    async with telling(config, *hooks) as client:
        made = await make(client, markdown="# L'eau @channel\n\nUn secret.\n")
        await put(client, made, status="reviewed", theme="Eau")
        await put(client, made, theme="Sol")  # not a change of status
        told = {path: said for path, _, said in [await box.next() for _ in range(3)]}
        quiet = "«\u202fL'eau @\u200bchannel\u202f»"
        assert told["/mattermost"] == {
            "text": f"{quiet} est maintenant «\u202fRelue\u202f» (avant\u00a0: «\u202fBrouillon\u202f»)."
        }
        assert told["/slack"] == {"text": "A note is now “Reviewed” (before: “Draft”)."}
        at = told["/json"].pop("at")
        assert at.endswith("+00:00")
        assert told["/json"] == {
            "event": "status",
            "note": made.id,
            "status": "reviewed",
            "before": "draft",
            "title": "L'eau @channel",
        }
        assert box.is_empty


async def happen(event: Event, client: Client, made: Made) -> None:
    """What people do for an event to be told of a note."""
    match event:
        case Event.STATUS:
            await put(client, made, status="reviewed")
        case Event.EDITION:
            answer = await client.post(f"{made.edit}/editions", json={}, headers=made.cookie)
            assert answer.status == 201, await answer.text()
        case unknown:
            assert_never(unknown)


@pytest.mark.parametrize("event", Event)
async def test_an_event_is_told_once_it_has_happened_with_what_the_documentation_says(
    config: Config, receiver: tuple[Receiver, TestServer], tmp_path: Path, event: Event
) -> None:
    box, server = receiver
    only = {"events": [event.value], "title": True}
    hooks = (
        hook(server, tmp_path, "mattermost", **only),
        hook(server, tmp_path, "slack", lang="en", **only),
        hook(server, tmp_path, "json", **only),
    )
    async with telling(config, *hooks) as client:
        made = await make(client, markdown="# Eau\n")
        await happen(event, client, made)
        client.app[SENDER].wake()
        told = {path: said for path, _, said in [await box.next() for _ in hooks]}
    assert (told["/json"]["event"], told["/json"]["note"]) == (event, made.id)
    rows = re.findall(r"^\| (`.*?) \|", DESCRIBED.read_text("utf-8"), re.MULTILINE)
    assert told["/json"].keys() <= {field for row in rows for field in re.findall(r"`(\w+)`", row)}
    assert "«\u202fEau\u202f»" in told["/mattermost"]["text"]
    assert "“Eau”" in told["/slack"]["text"]


async def untitled(_: NoteId) -> str:
    return ""


async def test_the_address_is_carried_only_where_the_setting_says_so(
    config: Config, receiver: tuple[Receiver, TestServer], tmp_path: Path
) -> None:
    box, server = receiver
    public = replace(config, url="https://notes.example.org")
    kinds = ("json", "slack", "mattermost")
    with_it = [hook(server, tmp_path, kind, address=True, name=f"{kind}-1") for kind in kinds]
    without = [hook(server, tmp_path, kind, title=True, name=f"{kind}-2") for kind in kinds]
    headers = {"Host": "notes.example.org"}
    app = create_app(replace(public, webhook=(*with_it, *without)))
    async with client_of(app, headers=headers) as client:
        made = await make(client, markdown="# Eau\n")
        await put(client, made, status="reviewed")
        told = [await box.next() for _ in range(6)]
        address = f"https://notes.example.org/n/{made.id}"
        carried = [said for _, _, said in told if address in json.dumps(said)]
        assert sorted(said.get("url") or said["text"].rpartition(" ")[2] for said in carried) == [address] * 3
        others = [json.dumps(said) for _, _, said in told if said not in carried]
        assert len(others) == 3
        assert not any("://" in said or "/n/" in said or "url" in said for said in others)
        # It gives nothing to who holds nothing, and no call holds a token.
        assert (await client.get(f"/n/{made.id}")).status == 404
        assert not any(made.edit_token in json.dumps(said) for _, _, said in told)
        with pytest.raises(StartError, match="json-1 needs url"):
            Caller(client.app[ENGINE], tuple(with_it), client.app[PAGES].words, untitled, "")


async def test_writing_on_and_printing_are_told_and_a_classified_title_is_not(
    config: Config, receiver: tuple[Receiver, TestServer], tmp_path: Path
) -> None:
    box, server = receiver
    async with telling(config, hook(server, tmp_path, "json", title=True)) as client:
        made = await make(client, markdown=CLASSIFIED)
        await put(client, made, status="ready")
        _, _, said = await box.next()
        assert (said["status"], "title" in said) == ("ready", False)
        anna = Editor()
        await anna.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")))
        await anna.until(lambda: anna.is_saved)
        await anna.type("Et encore.")
        await anna.until(lambda: anna.is_saved)
        _, _, said = await box.next()
        assert (said["status"], said["before"]) == ("to-review", "ready")
        answer = await client.post(f"{made.edit}/editions", json={}, headers=made.cookie)
        assert answer.status == 201
        client.app[SENDER].wake()
        _, _, said = await box.next()
        assert (said["event"], said["note"], said["number"]) == ("edition", made.id, 1)
        folder = await make_folder(client, title="Lundi", headers=made.cookie)
        await add(client, folder, made)
        answer = await client.post(f"{folder.edit}/editions", json={}, headers=folder.cookie)
        assert answer.status == 201
        client.app[SENDER].wake()
        _, headers, said = await box.next()
        assert (said["folder"], said["number"], "title" in said) == (folder.id, 1, False)
        assert headers["Pochette-Delivery"]


async def test_a_program_that_is_away_is_told_later(config: Config, tmp_path: Path) -> None:
    async with receiving() as (_, server):
        port, first = server.port, hook(server, tmp_path, "json")
    assert port is not None
    async with telling(config, first) as client:
        made = await make(client, markdown="# Eau\n")
        await put(client, made, status="reviewed")
        while "unreachable" not in (log := "\n".join(await show_webhooks(replace(config, webhook=(first,))))):
            pass
        assert str(first.url.path) not in log
        with database(config) as rows:
            rows.execute("UPDATE sendings SET due_at = 0")
    async with receiving(port) as (box, _), telling(config, first):
        _, _, said = await box.next()
        assert said["status"] == "reviewed"
        while "sent" not in (await show_webhooks(replace(config, webhook=(first,))))[-1]:
            pass


@pytest.mark.parametrize(
    ("status", "state"), [(302, "redirect"), (404, "answer"), (503, "busy"), (429, "busy")]
)
async def test_an_answer_is_written_down_and_no_redirect_is_followed(
    config: Config, receiver: tuple[Receiver, TestServer], tmp_path: Path, status: int, state: str
) -> None:
    box, server = receiver
    box.answers = [status]
    one = hook(server, tmp_path, "slack")
    async with telling(config, one) as client:
        await put(client, await make(client, markdown="# Eau\n"), status="reviewed")
        await box.next()
        while state not in (await show_webhooks(replace(config, webhook=(one,))))[-1]:
            pass
    assert box.is_empty


async def test_a_name_that_leads_into_the_own_network_is_not_followed(
    config: Config, receiver: tuple[Receiver, TestServer], tmp_path: Path
) -> None:
    box, server = receiver
    one = hook(server, tmp_path, "slack")
    inside = replace(one, is_private=False, url=one.url.with_host("localhost"))
    async with telling(config, inside) as client:
        await put(client, await make(client, markdown="# Eau\n"), status="reviewed")
        while "private" not in (await show_webhooks(replace(config, webhook=(inside,))))[-1]:
            pass
    assert box.is_empty


@pytest.mark.parametrize(
    ("title", "kind", "shown"),
    [
        ("<!channel> & <b>", HookKind.SLACK, "&lt;!channel&gt; &amp; &lt;b&gt;"),
        ("@all [x](https://x.org) *b*", HookKind.MATTERMOST, None),
        ("a\nb", HookKind.MATTERMOST, "a b"),
    ],
)
def test_a_title_calls_nobody_and_links_nowhere(title: str, kind: HookKind, shown: str | None) -> None:
    found = quoted(title, kind)
    assert found == shown or shown is None
    assert "@all" not in found
    assert "](" not in found
    assert "://" not in found


GOOD: dict[str, Any] = {"name": "a", "kind": "slack", "url": "https://hooks.example.org/x"}


@pytest.mark.parametrize(
    "tables",
    [
        "[",
        {"name": "a"},
        [GOOD, GOOD],
        [{**GOOD, "name": "a b"}],
        [{"name": "a", "kind": "slack"}],
        [{**GOOD, "kind": "json"}],
        [{**GOOD, "kind": "irc"}],
        [{**GOOD, "url": "http://hooks.example.org/x"}],
        [{**GOOD, "url": "https://127.0.0.1/x"}],
        [{**GOOD, "url": "https://localhost/x"}],
        [{**GOOD, "url": "https://[::1]/x"}],
        [{**GOOD, "url": "https://[::ffff:10.0.0.1]/x"}],
        [{**GOOD, "url": "https://169.254.169.254/x"}],
        [{**GOOD, "url": "ftp://x.org"}],
        [{**GOOD, "events": []}],
        [{**GOOD, "events": ["typing"]}],
        [{**GOOD, "title": "yes"}],
        [{**GOOD, "address": 1}],
        [{**GOOD, "lang": "de"}],
        [{**GOOD, "colour": "red"}],
    ],
)
def test_a_hook_that_is_set_wrong_is_told(tables: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_hooks(tables)


def test_the_documentation_names_every_event() -> None:
    page = DESCRIBED.read_text("utf-8")
    (listed,) = re.findall(r"^events = .*# (.*); all when left out$", page, re.MULTILINE)
    (row,) = re.findall(r"^\| `event` \| (.*) \|$", page, re.MULTILINE)
    for names in (listed.split(", "), re.findall(r"`(\w+)`", row)):
        assert names == list(Event)
    first = page.partition("```")[0]
    assert {event for event in Event if f"(`{event}`)" not in first} == set()


def test_the_environment_says_hooks_in_json() -> None:
    (one,) = read_hooks(json.dumps([GOOD]))
    assert ("hooks.example.org" in repr(one), one.events) == (False, frozenset(Event))
