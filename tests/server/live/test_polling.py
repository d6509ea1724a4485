"""The websocket's messages over HTTP, through the door: what both have in common, and what only HTTP has."""

import asyncio
import json
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from crdt import frames
from crdt.note import Note, first_update
from crdt.varint import write_buffer
from server.http.keys import ENGINE
from server.links.rules.closing import close
from server.live.keys import ROOMS, SESSIONS
from server.live.sessions import MOST_A_VISITOR
from server.secrets.tokens import link_of
from server.settings.config import MIB, Config
from tests.conftest import Client
from tests.server.live import scenarios
from tests.server.live.conftest import Join
from tests.server.live.editors import Editor
from tests.server.live.lines import How, HttpLine
from tests.server.live.sockets import make_note, rows
from tests.server.visits import make, markdown_of, visit

# With `join` below, each of them is a scenario of this file too.
test_a_keystroke = scenarios.a_keystroke_reaches_the_other_editor_and_is_acknowledged
test_the_handshake = scenarios.text_typed_around_the_handshake_is_saved_when_it_is_on_disk
test_a_read_link = scenarios.a_write_on_a_read_link_is_dropped_answered_and_not_stored
test_another_epoch = scenarios.a_copy_of_another_epoch_never_merges
test_never_reading = scenarios.somebody_who_never_reads_is_closed_and_nobody_waits

Open = Callable[..., Awaitable[HttpLine]]
TEXT = {"poll": "by long polls", "stream": "by a stream"}


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, max_note=8 * MIB)


@pytest.fixture(params=TEXT)
def how(request: pytest.FixtureRequest) -> How:
    chosen: How = request.param
    return chosen


@pytest.fixture
async def line(client: Client) -> AsyncIterator[Open]:
    """Begins a session on a token."""
    lines: list[HttpLine] = []

    async def open_line(token: str, how: How = "poll", *, query: str = "") -> HttpLine:
        line = HttpLine(client.session, client.make_url(f"/sync/{token}/http{query}"), how)
        lines.append(line)
        await line.open()
        return line

    yield open_line
    for line in lines:
        line.cut()


@pytest.fixture
def join(line: Open, how: How) -> Join:
    """Opens an editor on a token, over HTTP."""

    async def open_editor(token: str, *, editor: Editor | None = None, query: str = "") -> Editor:
        editor = editor or Editor()
        await editor.attach(await line(token, how, query=query))
        return editor

    return open_editor


async def test_one_by_http_and_one_by_websocket_write_the_same_note(client: Client, join: Join) -> None:
    token, _ = await make_note(client)
    anna, bruno = await join(token), Editor()
    await bruno.connect(client.session, str(client.make_url(f"/sync/{token}")))
    await anna.until(lambda: anna.is_saved)
    await bruno.until(lambda: bruno.is_saved)
    for word in ("un ", "deux ", "trois "):
        await anna.type(word)
        await bruno.until(lambda word=word: str(bruno.text).endswith(word))  # type: ignore[misc]
        await bruno.type(word)
        await anna.until(lambda word=word: str(anna.text).endswith(word * 2))  # type: ignore[misc]
    await anna.until(lambda: anna.is_saved)
    assert (await markdown_of(client, f"/n/{token}")).endswith("un un deux deux trois trois ")


async def test_the_server_speaks_first_and_welcomes(client: Client, line: Open, how: How) -> None:
    _, read = await make_note(client)
    reader = await line(read, how)
    assert (await reader.receive()).data.startswith(b"\x00\x00")
    assert b'{"event":"welcome","role":"read","epoch":1' in (await reader.receive()).data


async def test_a_session_begins_with_its_first_messages_and_goes_on_behind_them(
    client: Client, line: Open
) -> None:
    token, _ = await make_note(client)
    anna = await line(token)
    async with client.post(f"/sync/{token}/http") as answer:
        told = await answer.json()
    first = [b64decode(message) for message in told["messages"]]
    # What the server has, and a welcome.
    assert sorted(message[:1] for message in first) == [b"\x00", b"\x05"]
    anna.id = told["session"]
    _, again = await anna.ask(after=0, wait=0)
    assert again == b"".join(map(write_buffer, first))  # whoever has not heard them asks for them
    assert await anna.ask(after=len(first), wait=0) == (204, b"")


async def test_a_post_that_is_sent_again_counts_once(client: Client, line: Open, config: Config) -> None:
    token, _ = await make_note(client)
    anna, note = await line(token), Note()
    messages = [frames.update(note.edit(at, at, letter)) for at, letter in enumerate("abc")]
    assert await anna.post(*messages[:2], first=1) == (200, {"taken": 2})
    assert await anna.post(*messages[:2], first=1) == (200, {"taken": 2})
    assert await anna.post(*messages, first=1) == (200, {"taken": 3})
    assert await anna.post(messages[0], first=5) == (409, {"expected": 4})
    while (await anna.receive()).data != frames.acknowledged(3):
        pass
    assert (await markdown_of(client, f"/n/{token}")).endswith("abc")
    assert rows(config) <= 4


async def test_nothing_is_acknowledged_before_it_is_on_disk(
    client: Client, line: Open, config: Config
) -> None:
    token, _ = await make_note(client)
    anna = await line(token)
    before = rows(config)
    await anna.post(frames.update(first_update("Bonjour")), first=1)
    while (await anna.receive()).data != frames.acknowledged(1):
        pass
    assert rows(config) == before + 1


@pytest.mark.parametrize(
    ("body", "code", "reason"),
    [
        (b"\x01\x63", 4400, "malformed: expected a message of type 0, 1 or 3, got type 99"),
        (b"\x05\x00", 4400, "malformed: a length points beyond the end"),
        (b"\x80\x00", 4400, "malformed: a number is not in its shortest form"),
        (
            b"\x81\x80\x80\x02" + b"\x00" * ((4 << 20) + 1),
            4400,
            "malformed: expected at most 4194304 bytes, got 4194305",
        ),
        (b"\x00" * (5 << 20), 4400, "malformed: expected a body of at most 4194312 bytes"),
        (b"\x0a\x00\x02\x07\x01\x01\x01\x00\x00\x00\x00", 4422, "update-refused: a block of length zero"),
    ],
)
async def test_a_bad_body_ends_its_own_session_with_a_name(
    client: Client, line: Open, join: Join, body: bytes, code: int, reason: str
) -> None:
    token, _ = await make_note(client, "texte")
    anna, mallory = await join(token), await line(token)
    await anna.until(lambda: anna.is_saved and str(anna.text) == "texte")
    assert await mallory.post_body(body, first=1) == (410, {"code": code, "reason": reason})
    assert await mallory.post(first=1) == (410, {"code": code, "reason": reason}), "as long as it may ask"
    await anna.type(" intact")
    await anna.until(lambda: anna.is_saved)
    assert (await markdown_of(client, f"/n/{token}")).endswith("texte intact")


async def test_a_stream_that_is_cut_goes_on_without_loss_or_doubling(client: Client, line: Open) -> None:
    token, _ = await make_note(client)
    anna, bruno = await line(token, "stream"), Editor()
    await bruno.connect(client.session, str(client.make_url(f"/sync/{token}")))
    letters = "".join(chr(ord("a") + at % 26) for at in range(60))
    note, heard = Note(), ""
    for at, letter in enumerate(letters):
        await bruno.type(letter)
        await bruno.until(lambda: bruno.is_saved)
        if at % 7 == 3:
            anna.cut()
        while len(heard) <= at:
            message = (await anna.receive()).data
            if message.startswith(b"\x00\x02"):
                note.apply(message[3:])
                heard = note.markdown()
    assert heard == letters


async def test_last_event_id_tells_where_to_go_on_from(client: Client, line: Open) -> None:
    token, _ = await make_note(client)
    anna = await line(token, "stream")
    await anna.receive()
    anna.cut()
    anna.headers = {"Last-Event-ID": "1"}
    anna.heard = 1
    assert b"welcome" in (await anna.receive()).data
    assert anna.stream is not None
    assert anna.stream.headers["X-Accel-Buffering"] == "no"
    assert "no-store" in anna.stream.headers["Cache-Control"]
    assert "Content-Encoding" not in anna.stream.headers


@pytest.mark.parametrize("query", [{"after": 99}, {"after": 99, "wait": 1}])
async def test_who_asks_on_from_what_is_not_there_begins_again(
    client: Client, line: Open, query: dict[str, int]
) -> None:
    token, _ = await make_note(client)
    anna = await line(token)
    status, told = await anna.ask(**query)
    assert (status, json.loads(told)["error"]["code"]) == (404, "no_session")
    assert (await anna.post(first=1))[0] == 404


@pytest.mark.parametrize("query", [{"after": "-1"}, {"after": "é"}, {"wait": "soon"}, {"after": "9" * 40}])
async def test_what_is_no_number_is_refused(client: Client, line: Open, query: dict[str, str]) -> None:
    token, _ = await make_note(client)
    anna = await line(token)
    assert (await anna.ask(**query))[0] == 400
    assert (await anna.ask(wait=0))[0] == 200


async def test_a_poll_without_news_says_so_and_a_later_one_takes_its_place(
    client: Client, line: Open
) -> None:
    token, _ = await make_note(client)
    anna = await line(token)
    await anna.receive()
    await anna.receive()
    assert await anna.ask(wait=0, after=2) == (204, b"")
    patient = asyncio.create_task(anna.ask(wait=20, after=2))
    while not patient.done():
        await anna.ask(wait=0, after=2)
    assert patient.result() == (204, b"")


async def test_a_session_is_of_one_device_and_of_one_link(client: Client, line: Open) -> None:
    made = await make(client)
    anna = await line(made.edit_token)
    anna.headers = await visit(client)
    assert (await anna.post(first=1))[0] == 404
    assert (await anna.ask(wait=0))[0] == 404
    by_reading = HttpLine(client.session, client.make_url(f"/sync/{made.read.rpartition('/')[2]}/http"))
    by_reading.id = anna.id
    assert (await by_reading.post(first=1))[0] == 404
    anna.headers = {}
    assert (await anna.post(first=1))[0] == 200


async def test_a_visitor_has_so_many_sessions_and_no_more(client: Client, line: Open) -> None:
    token, _ = await make_note(client)
    lines = [await line(token) for _ in range(MOST_A_VISITOR + 1)]
    assert lines[-2].close_code is None
    assert lines[-1].close_code == 4530
    await lines[0].post(first=1, bye=1)
    assert (await line(token)).close_code is None


async def test_a_goodbye_ends_a_session(client: Client, line: Open) -> None:
    token, _ = await make_note(client)
    anna = await line(token)
    assert await anna.post(frames.update(first_update("Fin")), first=1, bye=1) == (200, {"taken": 1})
    assert (await markdown_of(client, f"/n/{token}")).endswith("Fin")
    assert (await anna.post(first=2))[0] == 404


async def test_a_link_that_does_not_exist_is_a_404(client: Client) -> None:
    answer = await client.post(f"/sync/{'A' * 32}/http")
    assert (answer.status, (await answer.json())["error"]["code"]) == (404, "no_link")


async def test_a_foreign_page_neither_writes_nor_fetches(client: Client, line: Open) -> None:
    token, _ = await make_note(client)
    anna = await line(token)
    anna.headers = {"Origin": "https://evil.example"}
    assert (await anna.post(first=1))[0] == 403
    assert (await anna.ask(wait=0))[0] == 403
    assert await anna.open() == 403


async def test_a_closed_link_ends_its_sessions_while_they_fetch_and_between(
    client: Client, line: Open, join: Join
) -> None:
    made = await make(client)
    anna, bruno = await join(made.edit_token), await line(made.edit_token)
    await anna.until(lambda: anna.is_saved)
    ending = asyncio.create_task(anna.closed())
    for _ in range(3):  # by then she fetches: whoever asks later is told that there is no such link
        await client.get("/health")
    link = link_of(made.edit_token)
    assert link is not None
    assert client.app is not None
    await close(client.app[ENGINE], client.app[ROOMS].guests, link)
    assert await ending == (4403, "access-withdrawn: this link was closed")
    answer = await bruno.post(first=1)
    assert answer[0] == 404, "the link itself is not there any more"


async def test_the_end_of_the_server_is_told_to_who_fetches(client: Client, join: Join) -> None:
    token, _ = await make_note(client)
    anna = await join(token)
    await anna.until(lambda: anna.is_saved)
    ending = asyncio.create_task(anna.closed())
    assert client.app is not None
    await asyncio.sleep(0)
    await client.app[SESSIONS].close()
    assert await ending == (1012, "restarting: the server restarts")


async def test_a_message_of_four_mebibytes_arrives(client: Client, join: Join) -> None:
    token, _ = await make_note(client)
    anna, bruno = await join(token), Editor()
    await bruno.connect(client.session, str(client.make_url(f"/sync/{token}")))
    await bruno.type("x" * 4_000_000)
    await bruno.until(lambda: bruno.is_saved)
    await anna.until(lambda: len(anna.text) == 4_000_000)
