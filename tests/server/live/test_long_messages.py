"""Long messages are taken in slices, between which other connections have their turn."""

from functools import partial

from crdt import frames
from tests.conftest import Client
from tests.server.live.conftest import Join
from tests.server.live.editors import Editor
from tests.server.live.sockets import make_note
from tests.yjs import STRING, block, update

LETTERS = 100_000


async def acknowledged(editor: Editor, count: int) -> None:
    await editor.until(lambda: editor.acknowledged == count)


def has(editor: Editor, letter: str, count: int) -> bool:
    return str(editor.text).count(letter) == count


def a_long_message(client: int) -> bytes:
    letters = [block(STRING, "x", (client, n - 1) if n else None) for n in range(LETTERS)]
    return frames.update(update([(client, 0, letters)]))


async def test_others_type_and_hear_each_other_while_a_long_message_is_taken_in(
    client: Client, join: Join
) -> None:
    token, _ = await make_note(client)
    mallory, anna, bruno = [await join(token) for _ in range(3)]
    for editor in (mallory, anna, bruno):
        await acknowledged(editor, 1)
    assert mallory.socket is not None
    await mallory.socket.send_bytes(a_long_message(9))
    heard = 0
    while mallory.acknowledged == 1 and heard < 3:
        await anna.type("o")
        heard += 1
        await bruno.until(partial(has, bruno, "o", heard))
    assert "x" * LETTERS not in str(bruno.text), "it was not taken in at once"
    await bruno.until(partial(has, bruno, "x", LETTERS))
    await acknowledged(mallory, 2)
    text = await (await client.get(f"/n/{token}/note.md")).text()
    assert (text.count("x"), text.count("o")) == (LETTERS, heard)


async def test_a_connection_s_later_messages_wait_for_its_long_one(client: Client, join: Join) -> None:
    token, _ = await make_note(client)
    anna = await join(token)
    await acknowledged(anna, 1)
    assert anna.socket is not None
    await anna.socket.send_bytes(a_long_message(9))
    last = block(STRING, "!", (9, LETTERS - 1))
    await anna.socket.send_bytes(frames.update(update([(9, LETTERS, [last])])))
    await acknowledged(anna, 3)
    assert (await (await client.get(f"/n/{token}/note.md")).text()).endswith("x!")


async def test_two_visitors_long_messages_are_both_taken_in(client: Client, join: Join) -> None:
    token, _ = await make_note(client)
    editors = [await join(token) for _ in range(2)]
    for number, editor in enumerate(editors):
        await acknowledged(editor, 1)
        assert editor.socket is not None
        await editor.socket.send_bytes(a_long_message(8 + number))
    for editor in editors:
        await acknowledged(editor, 2)
    assert (await (await client.get(f"/n/{token}/note.md")).text()).count("x") == 2 * LETTERS
